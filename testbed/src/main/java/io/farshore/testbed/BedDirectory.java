package io.farshore.testbed;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The directories of beds. Each name says which process made it ({@code farshore-bed-PID-STARTED-NUMBER}), so that what a
 * crash of a whole machine, or of the supervisor, left behind is told from a bed in use. Kills no process.
 */
final class BedDirectory {
    /** A file in a bed's directory that asks for the directory to be left there. */
    static final String KEEP = "keep";

    private static final Pattern NAME = Pattern.compile("farshore-bed-(\\d+)-(\\d+)-\\d+");
    /** Longest prefix that leaves room for {@code /HOST/run/libvirt/libvirt-sock} in the 107 bytes of a socket's address. */
    private static final int MAX_LENGTH = 60;
    /** Which field of /proc/PID/stat is the start time, counted from the one after the program's name. */
    private static final int START_TIME = 19;

    private BedDirectory() {}

    static synchronized Path create(Path parent) throws IOException {
        Files.createDirectories(parent);
        long pid = ProcessHandle.current().pid();
        int number = 0;
        while (true) {
            number++;
            Path directory =
                    parent.toAbsolutePath().resolve("farshore-bed-%d-%s-%d".formatted(pid, started(pid), number));
            if (directory.toString().length() > MAX_LENGTH) {
                throw new IOException(
                        "a test bed cannot be in %s: the names of its sockets would be too long; use a shorter directory"
                                .formatted(parent));
            }
            if (!Files.exists(directory)) {
                return Files.createDirectory(directory);
            }
        }
    }

    /** Deletes the directories of beds whose maker is dead, except kept ones. Returns what was deleted. */
    static List<Path> deleteStale(Path parent) throws IOException {
        if (!Files.isDirectory(parent)) {
            return List.of();
        }
        List<Path> stale;
        try (Stream<Path> all = Files.list(parent)) {
            stale = all.filter(BedDirectory::isStale).toList();
        }
        for (Path directory : stale) {
            delete(directory);
        }
        return stale;
    }

    private static boolean isStale(Path directory) {
        Matcher name = NAME.matcher(directory.getFileName().toString());
        if (!name.matches() || Files.exists(directory.resolve(KEEP))) {
            return false;
        }
        return !name.group(2).equals(started(Long.parseLong(name.group(1))));
    }

    /** When a process was started, in clock ticks since the machine was; null when there is no such process. */
    private static @Nullable String started(long pid) {
        try {
            String stat = Files.readString(Path.of("/proc", Long.toString(pid), "stat"));
            return stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1)[START_TIME];
        } catch (IOException e) {
            return null;
        }
    }

    static void delete(Path directory) throws IOException {
        Files.walkFileTree(directory, new SimpleFileVisitor<>() {
            @Override
            public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
                Files.deleteIfExists(file);
                return FileVisitResult.CONTINUE;
            }

            @Override
            public FileVisitResult visitFileFailed(Path file, IOException problem) throws IOException {
                if (problem instanceof NoSuchFileException) {
                    return FileVisitResult.CONTINUE; // its own supervisor is deleting it too
                }
                throw problem;
            }

            @Override
            public FileVisitResult postVisitDirectory(Path visited, @Nullable IOException problem) throws IOException {
                Files.deleteIfExists(visited);
                return FileVisitResult.CONTINUE;
            }
        });
    }
}
