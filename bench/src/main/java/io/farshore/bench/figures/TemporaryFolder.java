package io.farshore.bench.figures;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A folder for a benchmark's files, on the disk of temporary files. */
public final class TemporaryFolder {
    private TemporaryFolder() {}

    /** A new one, which goes with the benchmark. */
    public static Path make(Cleanup cleanup) throws IOException {
        Path folder = Files.createTempDirectory("farshore-bench-");
        cleanup.add(() -> remove(folder));
        return folder;
    }

    private static void remove(Path folder) {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(path);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder, e);
        }
    }
}
