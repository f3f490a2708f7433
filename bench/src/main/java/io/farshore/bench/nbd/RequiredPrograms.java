package io.farshore.bench.nbd;

import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The programs that the benchmark runs, and the Debian packages they are in. */
final class RequiredPrograms {
    private static final Map<String, String> PACKAGES =
            new TreeMap<>(Map.of("fio", "fio", "nbdkit", "nbdkit", "qemu-nbd", "qemu-utils"));

    private RequiredPrograms() {}

    /**
     * Checks that they are there.
     *
     * @param path folders as in the environment variable PATH
     * @throws IllegalArgumentException naming what is missing and how to install it
     */
    static void check(String path) {
        List<String> missing = PACKAGES.keySet().stream()
                .filter(program -> !isIn(path, program))
                .toList();
        if (!missing.isEmpty()) {
            throw new IllegalArgumentException("not installed here: %s; on Debian: apt-get install %s"
                    .formatted(
                            String.join(", ", missing),
                            String.join(" ", missing.stream().map(PACKAGES::get).toList())));
        }
    }

    private static boolean isIn(String path, String program) {
        return Arrays.stream(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, program)));
    }
}
