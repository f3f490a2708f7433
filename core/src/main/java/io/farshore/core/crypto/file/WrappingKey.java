package io.farshore.core.crypto.file;

import io.farshore.core.crypto.AesGcm;
import io.farshore.core.format.Checksums;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import java.util.regex.Pattern;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/** One line of a key file. Does not show its secret but in {@link #toLine}. */
final class WrappingKey {
    private static final Pattern ID = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");
    private static final int ID_BYTES = 8;

    private final String id;
    private final Instant created;
    private final byte[] secret;

    private WrappingKey(String id, Instant created, byte[] secret) {
        this.id = id;
        this.created = created;
        this.secret = secret;
    }

    static WrappingKey create(Instant now, RandomGenerator random) {
        byte[] name = new byte[ID_BYTES];
        byte[] secret = new byte[AesGcm.KEY];
        random.nextBytes(name);
        random.nextBytes(secret);
        return new WrappingKey(HexFormat.of().formatHex(name), now, secret);
    }

    /** @throws IllegalArgumentException when the line is none; the message does not repeat it, since it may hold a secret */
    static WrappingKey parse(String line) {
        String[] words = line.split(" ", -1);
        if (words.length != 4 || !ID.matcher(words[0]).matches()) {
            throw new IllegalArgumentException("it is not: id, time, key, checksum");
        }
        if (!words[3].equals(checksum(line.substring(0, line.length() - words[3].length() - 1)))) {
            throw new IllegalArgumentException("its checksum does not fit: a character of it was changed");
        }
        try {
            byte[] secret = Base64.getDecoder().decode(words[2]);
            if (secret.length == AesGcm.KEY) {
                return new WrappingKey(words[0], Instant.parse(words[1]), secret);
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            // Said below, without the text that was wrong.
        }
        throw new IllegalArgumentException("its time or its key is not in order");
    }

    String id() {
        return id;
    }

    Instant created() {
        return created;
    }

    SecretKey key() {
        return new SecretKeySpec(secret, "AES");
    }

    /** With the secret. */
    String toLine() {
        String line = "%s %s %s".formatted(id, created, Base64.getEncoder().encodeToString(secret));
        return line + " " + checksum(line);
    }

    private static String checksum(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return "%08x".formatted(Checksums.crc32c(bytes, 0, bytes.length));
    }

    @Override
    public String toString() {
        return "wrapping key " + id;
    }
}
