package io.farshore.dist.wrong.agent;

import java.time.Instant;
import java.util.function.Supplier;

/** Cannot be tested at any other time than now. */
public record LooksAtTheClock(int number) {
    public Instant call() {
        return Instant.now();
    }

    public Supplier<Instant> reference() {
        return Instant::now;
    }
}
