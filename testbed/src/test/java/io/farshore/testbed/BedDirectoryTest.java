package io.farshore.testbed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BedDirectoryTest {
    @TempDir
    private Path parent;

    @Test
    void deletesWhatDeadBedsLeftAndNothingElse() throws IOException {
        Path living = BedDirectory.create(shortPath());
        long pid = ProcessHandle.current().pid();
        Path dead = Files.createDirectories(parent.resolve("farshore-bed-999999999-5-1/east/run"));
        Path pidInUseAgain = Files.createDirectories(parent.resolve("farshore-bed-%d-5-1".formatted(pid)));
        Path kept = Files.createDirectories(parent.resolve("farshore-bed-999999999-5-2"));
        Files.writeString(kept.resolve(BedDirectory.KEEP), "");
        Path foreign = Files.createDirectories(parent.resolve("farshore-other-999999999-5-1"));
        Path outside = Files.writeString(foreign.resolve("file"), "must stay");
        Files.createSymbolicLink(dead.resolve("link"), foreign);

        try {
            assertThat(BedDirectory.deleteStale(parent))
                    .containsExactlyInAnyOrder(parent.resolve("farshore-bed-999999999-5-1"), pidInUseAgain);
            assertThat(BedDirectory.deleteStale(shortPath())).doesNotContain(living);
        } finally {
            BedDirectory.delete(living);
        }

        assertThat(dead).doesNotExist();
        assertThat(kept).exists();
        assertThat(outside).hasContent("must stay");
    }

    @Test
    void twoBedsOfOneProgramHaveDifferentDirectories() throws IOException {
        Path first = BedDirectory.create(shortPath());
        Path second = BedDirectory.create(shortPath());
        assertThat(first).isNotEqualTo(second);
        BedDirectory.delete(first);
        BedDirectory.delete(second);
    }

    @Test
    void refusesAPlaceWhereTheNamesOfSocketsWouldBeTooLong() {
        assertThatThrownBy(() -> BedDirectory.create(parent.resolve("x".repeat(60))))
                .isInstanceOf(IOException.class)
                .hasMessageContaining("use a shorter directory");
    }

    private static Path shortPath() {
        return Path.of(System.getProperty("java.io.tmpdir"));
    }
}
