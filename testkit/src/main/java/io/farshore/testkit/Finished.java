package io.farshore.testkit;

/** How a program ended, and what it printed. */
public record Finished(int exitCode, String out, String err) {
    public boolean succeeded() {
        return exitCode == 0;
    }
}
