package io.farshore.dist.wrong.cli;

import java.time.InstantSource;

/** Allowed: the outermost package makes the clock for all others. */
public record MakesTheClock(int number) {
    public InstantSource clock() {
        return InstantSource.system();
    }
}
