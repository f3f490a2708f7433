package io.farshore.core.crypto.file;

import io.farshore.core.crypto.AesGcm;
import io.farshore.core.crypto.KeyProvider;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/**
 * Wrapping keys in a file; the format is in the package's documentation. A value of what the file held when it was read. Any thread
 * may call. Shows no key.
 */
public final class KeyFile implements KeyProvider {
    private static final String FORMAT = "farshore-keys";
    private static final int VERSION = 1;

    private final Path path;
    private final List<WrappingKey> keys;
    private final RandomGenerator random;

    /** A wrapping key without its secret. */
    public record KeyName(String id, Instant created, boolean current) {}

    private KeyFile(Path path, List<WrappingKey> keys, RandomGenerator random) {
        this.path = path;
        this.keys = List.copyOf(keys);
        this.random = random;
    }

    /**
     * Makes a key file with one key. It is on the disk when this returns.
     *
     * @param random a {@link java.security.SecureRandom}
     * @throws IllegalArgumentException when there is a file already: a key is never overwritten
     */
    public static KeyFile create(Path path, Instant now, RandomGenerator random) throws IOException {
        WrappingKey first = WrappingKey.create(now.truncatedTo(ChronoUnit.SECONDS), random);
        SecretFiles.create(path, text(List.of(first)));
        return new KeyFile(path, List.of(first), random);
    }

    /**
     * Reads a key file.
     *
     * @throws IllegalArgumentException when there is none, it is not ours, damaged, or others than its owner may read it
     */
    public static KeyFile open(Path path, RandomGenerator random) throws IOException {
        return new KeyFile(path, parse(path, SecretFiles.read(path)), random);
    }

    /** Adds a key, which is the current one from here on. The file is replaced at once or not at all; no key is ever removed. */
    public static KeyFile rotate(Path path, Instant now, RandomGenerator random) throws IOException {
        List<WrappingKey> keys = new ArrayList<>();
        SecretFiles.replace(path, before -> {
            keys.addAll(parse(path, before));
            keys.add(WrappingKey.create(now.truncatedTo(ChronoUnit.SECONDS), random));
            return text(keys);
        });
        return new KeyFile(path, keys, random);
    }

    /** The wrapping keys, oldest first. */
    public List<KeyName> names() {
        return keys.stream()
                .map(key -> new KeyName(key.id(), key.created(), key.id().equals(currentKey())))
                .toList();
    }

    @Override
    public String currentKey() {
        return keys.getLast().id();
    }

    @Override
    public byte[] wrap(String keyId, byte[] dataKey, byte[] context) throws KeyMissingException {
        byte[] nonce = new byte[AesGcm.NONCE];
        random.nextBytes(nonce);
        byte[] wrapped = Arrays.copyOf(nonce, AesGcm.NONCE + dataKey.length + AesGcm.TAG);
        AesGcm.seal(key(keyId).key(), nonce, context, dataKey, 0, dataKey.length, wrapped, AesGcm.NONCE);
        return wrapped;
    }

    @Override
    public byte[] unwrap(String keyId, byte[] wrapped, byte[] context)
            throws KeyMissingException, CorruptDataException {
        WrappingKey key = key(keyId);
        int length = wrapped.length - AesGcm.NONCE;
        byte[] plain = new byte[Math.max(0, length - AesGcm.TAG)];
        byte[] nonce = Arrays.copyOf(wrapped, AesGcm.NONCE);
        if (AesGcm.open(key.key(), nonce, context, wrapped, AesGcm.NONCE, length, plain, 0) < 0) {
            throw new CorruptDataException(
                    "a data key wrapped by " + keyId,
                    0,
                    "bytes that " + this + " wrapped",
                    "other bytes, or another key");
        }
        return plain;
    }

    private WrappingKey key(String keyId) throws KeyMissingException {
        for (WrappingKey key : keys) {
            if (key.id().equals(keyId)) {
                return key;
            }
        }
        throw new KeyMissingException(
                "wrapping key " + keyId, "a data key", "%s does not hold it; give the one that does".formatted(this));
    }

    private static String text(List<WrappingKey> keys) {
        StringBuilder text = new StringBuilder(FORMAT + " " + VERSION + "\n");
        keys.forEach(key -> text.append(key.toLine()).append('\n'));
        return text.toString();
    }

    private static List<WrappingKey> parse(Path path, String text) throws FormatTooNewException {
        List<String> lines = text.lines().toList();
        checkFormat(path, lines.isEmpty() ? null : lines.getFirst());
        List<WrappingKey> keys = new ArrayList<>();
        Set<String> ids = new HashSet<>();
        for (int line = 1; line < lines.size(); line++) {
            keys.add(parse(path, line + 1, lines.get(line)));
            if (!ids.add(keys.getLast().id())) {
                throw new IllegalArgumentException("key file %s names a key twice".formatted(path));
            }
        }
        if (keys.isEmpty()) {
            throw new IllegalArgumentException("key file %s holds no key: is it cut off?".formatted(path));
        }
        return keys;
    }

    private static WrappingKey parse(Path path, int number, String line) {
        try {
            return WrappingKey.parse(line);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("line %d of key file %s is damaged: %s; use a copy of the file"
                    .formatted(number, path, e.getMessage()));
        }
    }

    private static void checkFormat(Path path, @Nullable String first) throws FormatTooNewException {
        if (first == null || !first.matches(FORMAT + " [0-9]{1,9}")) {
            throw new IllegalArgumentException(
                    "%s is no key file: make one with farshore key create PATH".formatted(path));
        }
        int version = Integer.parseInt(first.substring(FORMAT.length() + 1));
        if (version > VERSION) {
            throw new FormatTooNewException(path.toString(), "key file", version, VERSION);
        }
    }

    @Override
    public String toString() {
        return "key file " + path;
    }
}
