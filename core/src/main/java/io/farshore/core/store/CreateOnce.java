package io.farshore.core.store;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.UnavailableException;
import java.io.IOException;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Creates objects that are written once, and settles what happened when the answer is lost, by reading back. Does not retry:
 * when reading back fails too, or finds nothing, the {@link UnavailableException} stands and the caller may call again.
 *
 * <p>What is read back is only proof while nobody deletes the object. A key that may be deleted must not be created again.
 */
public final class CreateOnce {
    /** Who created the object. */
    public enum Outcome {
        /** The object holds our content. */
        CREATED,
        /** Another's content was there first, and stays. */
        TAKEN
    }

    private CreateOnce() {}

    /**
     * Creates an object of which only one writer can be the creator. The content must name its writer (by a nonce), so that no
     * two writers' contents are equal; then calling again, even after a restart, gives the same outcome.
     */
    public static Outcome put(ObjectStore store, String key, byte[] content) throws IOException {
        byte[] found = createOrRead(store, key, content);
        return Arrays.equals(found, content) ? Outcome.CREATED : Outcome.TAKEN;
    }

    /**
     * Creates an object whose content follows from what is known, so that every writer would write the same bytes. Returns when
     * the object is there with these bytes, whoever wrote it.
     *
     * @throws CorruptDataException when it is there with other bytes
     */
    public static void putSame(ObjectStore store, String key, byte[] content) throws IOException {
        byte[] found = createOrRead(store, key, content);
        int difference = Arrays.mismatch(content, found);
        if (difference >= 0) {
            throw new CorruptDataException(
                    key + " in " + store,
                    difference,
                    "the " + content.length + " bytes that every writer would write",
                    found.length + " bytes that differ from there on");
        }
    }

    /** What the key holds afterwards. */
    private static byte[] createOrRead(ObjectStore store, String key, byte[] content) throws IOException {
        try {
            if (store.putIfAbsent(key, content)) {
                return content;
            }
        } catch (UnavailableException lost) {
            byte[] found = readBack(store, key, lost);
            if (found == null) {
                throw lost;
            }
            return found;
        }
        byte[] found = store.get(key);
        if (found == null) {
            throw new UnavailableException(
                    "%s in %s was taken when it was to be created, and gone when it was read".formatted(key, store));
        }
        return found;
    }

    private static byte @Nullable [] readBack(ObjectStore store, String key, UnavailableException lost)
            throws IOException {
        try {
            return store.get(key);
        } catch (UnavailableException e) {
            lost.addSuppressed(e);
            throw lost;
        }
    }
}
