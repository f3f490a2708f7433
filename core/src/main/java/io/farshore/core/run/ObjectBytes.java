package io.farshore.core.run;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.Arrays;

/** Parts of one object, wherever it is. Any thread may call. */
public interface ObjectBytes {
    /** Exactly these bytes. */
    byte[] read(long offset, int length) throws IOException;

    /** The last bytes, at most as many as there are. */
    byte[] tail(int length) throws IOException;

    /** An object in memory. */
    static ObjectBytes of(byte[] object) {
        return new ObjectBytes() {
            @Override
            public byte[] read(long offset, int length) {
                return Arrays.copyOfRange(object, (int) offset, (int) offset + length);
            }

            @Override
            public byte[] tail(int length) {
                return Arrays.copyOfRange(object, Math.max(0, object.length - length), object.length);
            }
        };
    }

    /** An object in a store, which must have this size. */
    static ObjectBytes of(ObjectStore store, String key, long size) {
        return new ObjectBytes() {
            @Override
            public byte[] read(long offset, int length) throws IOException {
                return checked(store.get(key, offset, length), offset, length);
            }

            @Override
            public byte[] tail(int length) throws IOException {
                int expected = (int) Math.min(size, length);
                return checked(store.tail(key, length), size - expected, expected);
            }

            private byte[] checked(byte @org.jspecify.annotations.Nullable [] bytes, long offset, int length)
                    throws CorruptDataException {
                if (bytes == null) {
                    throw new CorruptDataException(
                            key, offset, "an object of %d bytes".formatted(size), "no such object");
                }
                if (bytes.length != length) {
                    throw new CorruptDataException(
                            key, offset, "%d bytes".formatted(length), "%d bytes".formatted(bytes.length));
                }
                return bytes;
            }
        };
    }
}
