package io.farshore.testbed.program;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.testbed.program.FollowedFile.Line;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.concurrent.TimeoutException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class FollowedFileTest {
    private static final Instant NOW = Instant.parse("2026-01-02T03:04:05Z");
    private static final Duration SHORT = Duration.ofSeconds(10);

    @TempDir
    private Path directory;

    @Test
    void givesWholeLinesOfAFileThatComesLater() throws Exception {
        Path file = directory.resolve("log");
        try (FollowedFile followed = FollowedFile.follow(file, InstantSource.fixed(NOW))) {
            Files.writeString(file, "first\r\nsec");
            assertThat(followed.await("first"::equals, "the first", SHORT)).isEqualTo(new Line(NOW, "first"));
            Files.writeString(file, "ond\nthird", StandardOpenOption.APPEND);
            assertThat(followed.await("second"::equals, "the second", SHORT).text())
                    .isEqualTo("second");
            assertThat(followed.lines()).hasSize(2);
        }
    }

    @Test
    void saysWhatItWaitedForAndWhatCameInstead() throws Exception {
        Path file = Files.writeString(directory.resolve("log"), "something else\n");
        try (FollowedFile followed = FollowedFile.follow(file, InstantSource.fixed(NOW))) {
            followed.await("something else"::equals, "something else", SHORT);
            assertThatThrownBy(() -> followed.await("x"::equals, "the x", Duration.ofMillis(10)))
                    .isInstanceOf(TimeoutException.class)
                    .hasMessageContaining("for the x in")
                    .hasMessageEndingWith("its last lines are: [something else]");
        }
    }

    @Test
    void hasEverythingThatWasThereWhenItIsClosed() throws Exception {
        Path file = directory.resolve("log");
        FollowedFile followed = FollowedFile.follow(file, InstantSource.fixed(NOW));
        Files.writeString(file, "line\n".repeat(1000));
        followed.close();
        assertThat(followed.lines()).hasSize(1000);
    }
}
