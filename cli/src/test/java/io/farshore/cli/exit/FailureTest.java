package io.farshore.cli.exit;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FencedException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.UnavailableException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.NoSuchFileException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FailureTest {
    @Test
    void everySituationHasItsExitCode() {
        assertThat(code(new IllegalArgumentException("no machine web-1"))).isEqualTo(2);
        assertThat(code(new CorruptDataException("log/1", 4, "a", "b"))).isEqualTo(3);
        assertThat(code(new FormatTooNewException("log/1", "segment", 9, 1))).isEqualTo(3);
        assertThat(code(new FencedException("epoch 2 exists"))).isEqualTo(4);
        assertThat(code(new UnavailableException("connection refused"))).isEqualTo(5);
        assertThat(code(new IOException("disk full"))).isEqualTo(1);
        assertThat(code(new IllegalStateException("a bug"))).isEqualTo(1);
    }

    @Test
    void looksThroughWhatOnlyCarriesAnException() {
        Throwable carried = new ExecutionException(
                new CompletionException(new UncheckedIOException(new FencedException("epoch 2 exists"))));

        assertThat(Failure.of(carried)).isEqualTo(new Failure(4, "epoch 2 exists", true));
    }

    @Test
    void aFailureWithACauseStaysItself() {
        Throwable away = new UnavailableException("the store did not answer", new IllegalArgumentException("port"));

        assertThat(Failure.of(away)).isEqualTo(new Failure(5, "the store did not answer", true));
    }

    @Test
    void saysWhatWasWrongInOneLine() {
        assertThat(Failure.of(new IllegalArgumentException("no disk a\n  there is: b\n"))
                        .line())
                .isEqualTo("no disk a; there is: b");
    }

    @Test
    void namesABugByItsKindAndAMissingFileByWhatItIs() {
        assertThat(Failure.of(new IllegalStateException("sequence 4 after 6")).line())
                .isEqualTo("IllegalStateException: sequence 4 after 6");
        assertThat(Failure.of(new NullPointerException()).line()).isEqualTo("NullPointerException");
        assertThat(Failure.of(new NoSuchFileException("/a")).line()).isEqualTo("there is no file /a");
    }

    private static int code(Throwable thrown) {
        return Failure.of(thrown).exitCode();
    }
}
