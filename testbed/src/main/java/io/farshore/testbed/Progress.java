package io.farshore.testbed;

/** Hears what is being done, before each step that may take more than a moment. */
@FunctionalInterface
public interface Progress {
    Progress NONE = step -> {};

    /**
     * Hears of one step.
     *
     * @param step a short sentence without a full stop, such as {@code "starting host east"}
     */
    void step(String step);
}
