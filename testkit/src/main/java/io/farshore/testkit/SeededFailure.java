package io.farshore.testkit;

/** The failure of one seed. Stands where the failure stood, so that reports point at the line of the test; the failure itself is the cause. */
final class SeededFailure extends AssertionError {
    SeededFailure(long seed, Throwable failure) {
        super("replay with -Dseed=%d: %s".formatted(seed, failure), failure);
        setStackTrace(failure.getStackTrace());
    }
}
