package io.farshore.testbed;

import io.farshore.testbed.program.Command;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Runs commands in the namespaces of another process, and tells which processes are in them. */
final class Namespaces {
    private Namespaces() {}

    /** In the other's network, but with our processes and files. */
    static Command network(ProcessHandle first, Command command) {
        return enter(first, List.of("--net"), command);
    }

    /** As a descendant of the other: killed with it. Network and files stay ours. */
    static Command processes(ProcessHandle first, Command command) {
        return enter(first, List.of("--pid"), command);
    }

    /** As one of the other's own processes in everything. */
    static Command all(ProcessHandle first, Path workingDirectory, Command command) {
        List<String> there = new ArrayList<>(List.of("env", "-C", workingDirectory.toString()));
        there.addAll(command.words());
        return enter(first, List.of("--mount", "--uts", "--net", "--pid"), new Command(there));
    }

    private static Command enter(ProcessHandle first, List<String> namespaces, Command command) {
        List<String> words = new ArrayList<>(List.of("nsenter", "--target", Long.toString(first.pid())));
        words.addAll(namespaces);
        words.add("--");
        words.addAll(command.words());
        return new Command(words);
    }

    /** What identifies the process namespace that a process is in. */
    static String ofProcesses(ProcessHandle process) throws IOException {
        return Files.readSymbolicLink(Path.of("/proc", Long.toString(process.pid()), "ns", "pid"))
                .toString();
    }

    /** The processes that are in a process namespace now. */
    static List<ProcessHandle> members(String namespace) {
        try (Stream<ProcessHandle> all = ProcessHandle.allProcesses()) {
            return all.filter(process -> isIn(process, namespace)).toList();
        }
    }

    private static boolean isIn(ProcessHandle process, String namespace) {
        try {
            return ofProcesses(process).equals(namespace);
        } catch (IOException e) {
            return false; // it has ended meanwhile
        }
    }
}
