package io.farshore.bench.restore;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Runs programs to their end. */
final class Tools {
    private Tools() {}

    /** Refuses to begin when one is missing. */
    static void check() {
        String[] path = System.getenv().getOrDefault("PATH", "/usr/bin:/bin").split(File.pathSeparator, -1);
        for (String program : List.of("nbdkit", "nbdcopy")) {
            boolean isThere = Arrays.stream(path)
                    .anyMatch(folder -> !folder.isEmpty() && Files.isExecutable(Path.of(folder, program)));
            if (!isThere) {
                throw new IllegalArgumentException(
                        "not installed here: %s; on Debian: apt-get install nbdkit libnbd-bin".formatted(program));
            }
        }
    }

    /** nbdkit serves the image while nbdcopy copies it to a new file and makes that durable. */
    static void nbdcopy(Path image, Path file) throws IOException, InterruptedException {
        String copy = "nbdcopy --flush \"$uri\" '" + file + "'";
        run(List.of("nbdkit", "--exit-with-parent", "-U", "-", "file", image.toString(), "--run", copy));
    }

    static void run(List<String> command) throws IOException, InterruptedException {
        Path log = Files.createTempFile("farshore-bench-", ".log");
        try {
            Process process = new ProcessBuilder(new ArrayList<>(command))
                    .redirectInput(Path.of("/dev/null").toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(log.toFile())
                    .start();
            if (process.waitFor() != 0) {
                throw new IOException("%s failed: %s"
                        .formatted(
                                String.join(" ", command), Files.readString(log).strip()));
            }
        } finally {
            Files.delete(log);
        }
    }
}
