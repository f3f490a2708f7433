package io.farshore.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** What is in an envelope comes out, or the envelope says why not. */
class EnvelopeTest {
    private static final byte[] SEALED =
            Envelope.seal("thing", 3, new ByteWriter(8).i64(42).text("x"));

    @Test
    void handsOutWhatWasSealed() throws IOException {
        Envelope envelope = Envelope.open("a/b", SEALED, "thing", 3);
        assertThat(envelope.format()).isEqualTo("thing");
        assertThat(envelope.version()).isEqualTo(3);
        assertThat(envelope.body().i64()).isEqualTo(42);
        assertThat(envelope.body().text(1)).isEqualTo("x");
        envelope.body().end();
    }

    @Test
    void readsAnOlderVersion() throws IOException {
        assertThat(Envelope.open("a/b", SEALED, "thing", 7).version()).isEqualTo(3);
    }

    @Test
    void refusesANewerVersionAndSaysWhich() {
        assertThatThrownBy(() -> Envelope.open("a/b", SEALED, "thing", 2))
                .isInstanceOf(FormatTooNewException.class)
                .hasMessageContainingAll("a/b", "thing", "version 3", "version 2");
    }

    @Test
    void refusesAnotherFormat() {
        assertThatThrownBy(() -> Envelope.open("a/b", SEALED, "other", 3))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContainingAll("a other", "a thing");
    }

    @Test
    void damageIsNeverTakenForNovelty() {
        byte[] newer = SEALED.clone();
        newer[8 + 1 + "thing".length() + 1] = 9;
        assertThatThrownBy(() -> Envelope.open("a/b", newer, "thing", 3)).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void findsAllDamage() {
        Damage.isFoundEverywhere(SEALED, bytes -> Envelope.open("a/b", bytes, "thing", 3));
    }

    /** The length field lies in part in the checksum; about one in 256 of these is otherwise valid. */
    @Seeded(count = 2)
    void aBodyOfNegativeLengthIsDamage(RandomGenerator random) {
        for (int i = 0; i < 2000; i++) {
            byte[] name = new byte[5];
            random.nextBytes(name);
            byte[] bytes = new ByteWriter(30)
                    .raw("FARSHORE".getBytes(StandardCharsets.US_ASCII))
                    .u8(5)
                    .raw(name)
                    .u16(1)
                    .raw(new byte[] {-1, -1, -1})
                    .checksum()
                    .toArray();
            Damage.requireRefused(bytes, all -> Envelope.open("a/b", all), "negative length");
        }
    }
}
