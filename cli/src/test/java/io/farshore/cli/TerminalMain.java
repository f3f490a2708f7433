package io.farshore.cli;

/** The commands in a process of their own, for tests that kill it. */
final class TerminalMain {
    private TerminalMain() {}

    public static void main(String[] arguments) {
        int exitCode = Terminal.commandLine().execute(arguments);
        Stopping.programEnded(exitCode);
        System.exit(exitCode);
    }
}
