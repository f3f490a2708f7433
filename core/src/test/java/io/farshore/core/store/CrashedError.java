package io.farshore.core.store;

/** The simulated process is dead: nothing may catch this but the simulation. */
public final class CrashedError extends Error {
    public CrashedError(String message) {
        super(message);
    }
}
