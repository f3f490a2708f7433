package io.farshore.core.log;

import io.farshore.core.crypto.AesGcm;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * A text as it is stored: in the open, or sealed as part 0 of an object. Does not know which object.
 *
 * @param bytes read-only
 */
public record StoredText(boolean isSealed, ByteBuffer bytes) {
    public StoredText {
        bytes = bytes.asReadOnlyBuffer();
    }

    static StoredText plain(String text) {
        return new StoredText(false, ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
    }

    static StoredText readSealed(ByteReader reader, int longest) throws CorruptDataException {
        int length = reader.varint("a length of a sealed text", longest + AesGcm.TAG);
        return new StoredText(true, ByteBuffer.wrap(reader.raw(length)));
    }

    void write(ByteWriter writer) {
        writer.varint(length()).raw(copy());
    }

    /** As stored, in bytes. */
    int length() {
        return bytes.remaining();
    }

    StoredText seal(ObjectCipher cipher) {
        if (isSealed || !cipher.isEncrypted()) {
            throw new IllegalArgumentException("a text can be sealed once, with a cipher");
        }
        byte[] plain = copy();
        byte[] sealed = new byte[plain.length + cipher.overhead()];
        cipher.seal(0, plain.length, plain, 0, plain.length, sealed, 0);
        return new StoredText(true, ByteBuffer.wrap(sealed));
    }

    /** @param object for errors */
    String open(String object, ObjectCipher cipher) throws CorruptDataException {
        byte[] stored = copy();
        byte[] plain = new byte[Math.max(0, stored.length - cipher.overhead())];
        cipher.open(object, 0, 0, plain.length, stored, 0, stored.length, plain, 0);
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(plain))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new CorruptDataException(object, 0, "UTF-8", "other bytes");
        }
    }

    private byte[] copy() {
        byte[] copy = new byte[bytes.remaining()];
        bytes.duplicate().get(copy);
        return copy;
    }

    /** Not the text: it may hold secrets. */
    @Override
    public String toString() {
        return "%s text of %d bytes".formatted(isSealed ? "sealed" : "plain", length());
    }
}
