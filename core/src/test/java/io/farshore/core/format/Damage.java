package io.farshore.core.format;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import java.io.IOException;
import java.util.Arrays;
import java.util.random.RandomGenerator;

/** Damages bytes in every way, and sees that who reads them says so, in the right words. */
public final class Damage {
    private Damage() {}

    /** Whoever reads bytes of some format. */
    @FunctionalInterface
    public interface Parser {
        void parse(byte[] bytes) throws IOException;
    }

    /** Flips each bit, cuts at each length, and appends. */
    public static void isFoundEverywhere(byte[] good, Parser parser) {
        for (int bit = 0; bit < good.length * 8; bit++) {
            requireRefused(flipped(good, bit), parser, "bit " + bit + " flipped");
        }
        for (int length = 0; length < good.length; length++) {
            requireRefused(Arrays.copyOf(good, length), parser, "cut to " + length + " bytes");
        }
        for (int more : new int[] {1, 7, 64, 5000}) {
            requireRefused(Arrays.copyOf(good, good.length + more), parser, more + " zeros appended");
        }
    }

    /** Some of what {@link #isFoundEverywhere} does, and bytes overwritten, by chance. */
    public static void isFoundSomewhere(byte[] good, RandomGenerator random, Parser parser) {
        for (int i = 0; i < 20; i++) {
            requireRefused(flipped(good, random.nextInt(good.length * 8)), parser, "a bit flipped");
            requireRefused(Arrays.copyOf(good, random.nextInt(good.length)), parser, "cut");
        }
        byte[] overwritten = good.clone();
        int from = random.nextInt(good.length);
        int to = Math.min(good.length, from + 1 + random.nextInt(600));
        for (int i = from; i < to; i++) {
            overwritten[i] = (byte) ~overwritten[i];
        }
        requireRefused(overwritten, parser, "bytes %d to %d overwritten".formatted(from, to));
        byte[] appended = Arrays.copyOf(good, good.length + 1 + random.nextInt(200));
        System.arraycopy(good, 0, appended, good.length, Math.min(good.length, appended.length - good.length));
        requireRefused(appended, parser, "appended to");
    }

    /** The parser says that the bytes are damaged or too new. */
    public static void requireRefused(byte[] bytes, Parser parser, String how) {
        if (isRead(bytes, parser, how)) {
            throw new AssertionError(how + ": nobody noticed");
        }
    }

    /** Whether the parser takes the bytes; throws nothing but the exceptions that say why not. */
    public static boolean isRead(byte[] bytes, Parser parser, String how) {
        try {
            parser.parse(bytes);
            return true;
        } catch (CorruptDataException | FormatTooNewException | KeyMissingException e) {
            return false;
        } catch (IOException | RuntimeException | OutOfMemoryError e) {
            throw new AssertionError(how + ": " + e, e);
        }
    }

    /** What a hostile or mad writer could have written instead: some bytes changed, added or left out. */
    public static byte[] altered(byte[] good, RandomGenerator random) {
        byte[] bytes = good;
        for (int changes = random.nextInt(1, 4); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            bytes = switch (random.nextInt(5)) {
                case 0 -> flipped(bytes, at * 8 + random.nextInt(8));
                case 1 -> replaced(bytes, at, at + 1, huge(random));
                case 2 -> replaced(bytes, at, Math.min(bytes.length, at + random.nextInt(1, 9)), new byte[0]);
                case 3 -> replaced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + random.nextInt(1, 9)));
                default -> replaced(bytes, at, at + 1, new byte[] {(byte) random.nextInt()});
            };
        }
        return bytes;
    }

    /** A varint that is far too large for most fields. */
    private static byte[] huge(RandomGenerator random) {
        return new ByteWriter(9).varint(Long.MAX_VALUE >>> random.nextInt(50)).toArray();
    }

    private static byte[] replaced(byte[] bytes, int from, int to, byte[] by) {
        return new ByteWriter(bytes.length + by.length)
                .raw(bytes, 0, from)
                .raw(by)
                .raw(bytes, to, bytes.length - to)
                .toArray();
    }

    private static byte[] flipped(byte[] good, int bit) {
        byte[] bytes = good.clone();
        bytes[bit / 8] ^= (byte) (1 << bit % 8);
        return bytes;
    }

    /** The envelope around these bytes, as it would be if its body had been altered before it was sealed. */
    public static byte[] alteredEnvelope(byte[] envelope, RandomGenerator random) {
        byte[] altered = altered(Arrays.copyOf(envelope, envelope.length - 4), random);
        if (random.nextBoolean()) {
            fitLength(altered, envelope);
        }
        return new ByteWriter(altered.length + 4).raw(altered).checksum().toArray();
    }

    /** Makes the length field say what there is, so that the change gets past it. */
    private static void fitLength(byte[] altered, byte[] envelope) {
        int at = 8 + 1 + envelope[8] + 2;
        int length = altered.length - at - 4;
        for (int i = 0; i < 4 && at + i < altered.length; i++) {
            altered[at + i] = (byte) (length >>> (24 - 8 * i));
        }
    }
}
