package io.farshore.core.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** Fields come out of bytes as they went in, and nothing else comes out. */
class ByteRoundTripTest {
    /** Reads one field and compares it. */
    private interface Check {
        void read(ByteReader reader) throws IOException;
    }

    @Seeded(count = 500)
    void fieldsComeOutAsTheyWentIn(RandomGenerator random) throws IOException {
        ByteWriter writer = new ByteWriter(random.nextInt(100));
        List<Check> checks = new ArrayList<>();
        for (int i = random.nextInt(40); i > 0; i--) {
            checks.add(field(writer, random));
        }
        byte[] bytes = writer.toArray();
        assertThat(bytes).hasSize(writer.length());
        ByteReader reader = new ByteReader("fields", bytes);
        for (Check check : checks) {
            check.read(reader);
        }
        reader.end();
    }

    /** Whatever it is asked for, and whatever there is, it is a value or damage. */
    @Seeded(count = 500)
    void otherBytesAreDamageAndNothingWorse(RandomGenerator random) {
        byte[] bytes = new byte[random.nextInt(60)];
        random.nextBytes(bytes);
        Damage.isRead(
                bytes,
                all -> {
                    ByteReader reader = new ByteReader("noise", all);
                    while (reader.remaining() > 0) {
                        readAny(reader, random);
                    }
                },
                "noise");
    }

    private static void readAny(ByteReader reader, RandomGenerator random) throws IOException {
        switch (random.nextInt(9)) {
            case 0 -> reader.u8();
            case 1 -> reader.u16();
            case 2 -> reader.i32();
            case 3 -> reader.i64();
            case 4 -> reader.varint();
            case 5 -> reader.text(random.nextInt(100));
            case 6 -> reader.instant();
            case 7 -> reader.raw(random.nextInt(-2, 20));
            default -> reader.id();
        }
    }

    private static Check field(ByteWriter writer, RandomGenerator random) {
        long number = random.nextLong() >>> random.nextInt(64);
        return switch (random.nextInt(9)) {
            case 0 -> {
                writer.u8((int) number);
                yield reader -> assertThat(reader.u8()).isEqualTo((int) number & 0xff);
            }
            case 1 -> {
                writer.u16((int) number);
                yield reader -> assertThat(reader.u16()).isEqualTo((int) number & 0xffff);
            }
            case 2 -> {
                writer.i32((int) number);
                yield reader -> assertThat(reader.i32()).isEqualTo((int) number);
            }
            case 3 -> {
                writer.i64(number);
                yield reader -> assertThat(reader.i64()).isEqualTo(number);
            }
            case 4 -> {
                writer.varint(number & Long.MAX_VALUE);
                yield reader -> assertThat(reader.varint()).isEqualTo(number & Long.MAX_VALUE);
            }
            case 5 -> {
                String text = text(random);
                writer.text(text);
                yield reader -> assertThat(reader.text(400)).isEqualTo(text);
            }
            case 6 -> {
                Instant time = Instant.EPOCH.plus(number, ChronoUnit.MICROS);
                writer.instant(time);
                yield reader -> assertThat(reader.instant()).isEqualTo(time);
            }
            case 7 -> {
                UUID id = new UUID(number, random.nextLong());
                writer.id(id);
                yield reader -> assertThat(reader.id()).isEqualTo(id);
            }
            default -> {
                byte[] bytes = new byte[random.nextInt(300)];
                random.nextBytes(bytes);
                writer.raw(bytes);
                yield reader -> assertThat(reader.raw(bytes.length)).isEqualTo(bytes);
            }
        };
    }

    private static String text(RandomGenerator random) {
        StringBuilder text = new StringBuilder();
        for (int left = random.nextInt(90); left > 0; left--) {
            int[] among = {'a', 0, 0x7f, 0xe4, 0x20ac, 0x1f6a2, '\n'};
            text.appendCodePoint(among[random.nextInt(among.length)]);
        }
        return text.toString();
    }

    @Test
    void aVarintTakesNineBytesAtMost() throws IOException {
        byte[] longest = new ByteWriter(9).varint(Long.MAX_VALUE).toArray();
        assertThat(longest).hasSize(9);
        assertThat(new ByteReader("it", longest).varint()).isEqualTo(Long.MAX_VALUE);
        byte[] longer = new ByteWriter(10).i64(-1).u8(0xff).u8(1).toArray();
        assertThatThrownBy(() -> new ByteReader("it", longer).varint()).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void aNegativeVarintIsRefusedBeforeItIsWritten() {
        assertThatThrownBy(() -> new ByteWriter(10).varint(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void damageNamesTheObjectAndTheByte() {
        ByteReader reader = new ByteReader("machines/web-1/descriptor", new byte[10], 3, 4);
        assertThatThrownBy(() -> reader.i64())
                .isInstanceOfSatisfying(
                        CorruptDataException.class, e -> assertThat(e.offset()).isBetween(3L, 7L))
                .hasMessageContaining("machines/web-1/descriptor");
    }
}
