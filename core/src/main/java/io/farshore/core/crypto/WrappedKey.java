package io.farshore.core.crypto;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Envelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A data key, wrapped. Format {@code wrapped-key}, version 1: text machine, id data key, text wrapping key, varint length, the wrapped
 * bytes. They were wrapped with the context {@code farshore data key <id> of <machine>}, in UTF-8.
 *
 * @param machine the machine's name
 * @param wrapped read-only
 */
public record WrappedKey(String machine, UUID dataKey, String wrappingKey, ByteBuffer wrapped) {
    private static final String FORMAT = "wrapped-key";
    private static final int VERSION = 1;
    private static final int LONGEST_NAME = 64;
    private static final int LONGEST_WRAPPED = 16 << 10;
    private static final Pattern WRAPPING_KEY = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,63}");

    public WrappedKey {
        wrapped = wrapped.asReadOnlyBuffer();
        if (!WRAPPING_KEY.matcher(wrappingKey).matches() || wrapped.remaining() > LONGEST_WRAPPED) {
            throw new IllegalArgumentException(
                    "'%s' is no id for a wrapping key: use 1 to 64 of A-Z a-z 0-9 . _ -".formatted(wrappingKey));
        }
    }

    static WrappedKey wrap(String machine, DataKey key, KeyProvider provider) throws IOException {
        String wrappingKey = provider.currentKey();
        byte[] wrapped = provider.wrap(wrappingKey, key.secret(), context(machine, key.id()));
        return new WrappedKey(machine, key.id(), wrappingKey, ByteBuffer.wrap(wrapped));
    }

    /** @param object the key of the object it was read from, for errors */
    DataKey unwrap(String object, KeyProvider provider) throws IOException {
        byte[] secret = provider.unwrap(wrappingKey, bytes(), context(machine, dataKey));
        if (secret.length != AesGcm.KEY) {
            throw new CorruptDataException(
                    object, 0, "a wrapped key of %d bytes".formatted(AesGcm.KEY), secret.length + " bytes");
        }
        return new DataKey(dataKey, secret);
    }

    private static byte[] context(String machine, UUID dataKey) {
        return "farshore data key %s of %s".formatted(dataKey, machine).getBytes(StandardCharsets.UTF_8);
    }

    private byte[] bytes() {
        byte[] bytes = new byte[wrapped.remaining()];
        wrapped.duplicate().get(bytes);
        return bytes;
    }

    public byte[] toBytes() {
        ByteWriter body = new ByteWriter(256).text(machine).id(dataKey).text(wrappingKey);
        byte[] bytes = bytes();
        return Envelope.seal(FORMAT, VERSION, body.varint(bytes.length).raw(bytes));
    }

    public static WrappedKey parse(String object, byte[] bytes) throws CorruptDataException, FormatTooNewException {
        ByteReader body = Envelope.open(object, bytes, FORMAT, VERSION).body();
        String machine = body.text(LONGEST_NAME);
        UUID dataKey = body.id();
        String wrappingKey = body.text(LONGEST_NAME);
        byte[] wrapped = body.raw(body.varint("a length of a wrapped key", LONGEST_WRAPPED));
        body.end();
        try {
            return new WrappedKey(machine, dataKey, wrappingKey, ByteBuffer.wrap(wrapped));
        } catch (IllegalArgumentException e) {
            throw body.damaged("a wrapped key", String.valueOf(e.getMessage()));
        }
    }

    @Override
    public String toString() {
        return "data key %s of %s, wrapped by %s".formatted(dataKey, machine, wrappingKey);
    }
}
