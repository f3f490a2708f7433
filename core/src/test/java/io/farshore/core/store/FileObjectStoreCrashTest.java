package io.farshore.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.testkit.Seeded;
import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;

/** Real processes that write to a folder and are killed; what a power failure would do is not tested here. */
final class FileObjectStoreCrashTest {
    @TempDir
    private Path folder;

    @Seeded(count = 4)
    void afterAKilledWriterEveryObjectIsWholeAndEveryAcknowledgedOneIsThere(RandomGenerator random) throws Exception {
        Set<String> acknowledged = new HashSet<>();
        for (int writer = 0; writer < 2; writer++) {
            acknowledged.addAll(writeUntilKilled("w" + writer, random.nextInt(1, 120), random.nextInt(3_000_000)));
        }
        try (ObjectStore store = FileObjectStore.open(folder)) {
            List<StoredObject> listed = store.list("", "", Integer.MAX_VALUE);
            for (StoredObject each : listed) {
                checkWhole(each, store.get(each.key()));
            }
            assertThat(listed.stream().map(StoredObject::key)).containsAll(acknowledged);
        }
    }

    private static void checkWhole(StoredObject listed, byte @Nullable [] content) {
        assertThat(content).as(listed.key()).isNotNull().hasSize((int) listed.size());
        assertThat(content)
                .as(listed.key())
                .isEqualTo(CrashingWriter.content(listed.key(), CrashingWriter.version(content)));
    }

    /** Kills the writer so many nanoseconds after it has acknowledged so many objects, and returns all that it acknowledged. */
    private Set<String> writeUntilKilled(String name, int lines, int nanosMore)
            throws IOException, InterruptedException {
        Process writer = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        classPath(),
                        CrashingWriter.class.getName(),
                        folder.toString(),
                        name)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        Set<String> acknowledged = new HashSet<>();
        try (BufferedReader output = writer.inputReader()) {
            for (int i = 0; i < lines; i++) {
                acknowledged.add(key(output.readLine()));
            }
            LockSupport.parkNanos(nanosMore);
            // Not the process's own method, which would close its output with lines still in it.
            writer.toHandle().destroyForcibly();
            output.lines()
                    .filter(line -> line.contains(" w"))
                    .map(FileObjectStoreCrashTest::key)
                    .forEach(acknowledged::add);
        } finally {
            writer.destroyForcibly().waitFor();
        }
        assertThat(writer.exitValue()).as("killed, not failed").isEqualTo(137);
        return acknowledged;
    }

    private static String key(@Nullable String line) {
        assertThat(line).as("the writer ended by itself").isNotNull();
        return line.substring(line.indexOf(' ') + 1);
    }

    private static String classPath() {
        return Stream.of(FileObjectStore.class, CrashingWriter.class)
                .map(type -> new File(type.getProtectionDomain()
                                .getCodeSource()
                                .getLocation()
                                .getPath())
                        .toString())
                .collect(Collectors.joining(File.pathSeparator));
    }
}
