package io.farshore.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects by key; {@link Keys} says what a key is. An object appears whole or not at all, and is seen by every later read and
 * list of any client. Where an object {@code a/b} exists, {@code a} is a folder: no object is ever put there, nor below an
 * object. Any number of threads may call at once; arrays are not kept and not shared.
 *
 * <p>Every method throws {@link io.farshore.core.failure.UnavailableException} when the store cannot be reached or answers with
 * a passing error; a change that failed so may have happened, in part if it is a deletion. A wrong key, prefix, offset or length
 * is an {@link IllegalArgumentException} and changes nothing. Does not retry: {@link RetryingObjectStore} does.
 */
public interface ObjectStore extends Closeable {
    /**
     * Creates the object unless one of that key exists. Of racing creators exactly one gets {@code true}. When the answer is
     * lost ({@code UnavailableException}), the object may exist: {@link CreateOnce} reads back and compares.
     *
     * @return true when this call created the object, false when the key was taken
     */
    boolean putIfAbsent(String key, byte[] content) throws IOException;

    /** Creates or replaces the object, atomically. Only for objects with one writer, such as a published position. */
    void put(String key, byte[] content) throws IOException;

    /** The whole object, or null when there is none. */
    byte @Nullable [] get(String key) throws IOException;

    /**
     * Part of an object.
     *
     * @return the bytes from {@code offset} on, {@code length} of them or fewer where the object ends, none from an offset past
     *     its end; null when there is no such object
     */
    byte @Nullable [] get(String key, long offset, int length) throws IOException;

    /** The last {@code length} bytes of the object, or all of it when it is shorter; null when there is none. */
    byte @Nullable [] tail(String key, int length) throws IOException;

    /** The size in bytes, or -1 when there is no such object. */
    long size(String key) throws IOException;

    /**
     * The objects whose key starts with {@code prefix} and is greater than {@code startAfter}, in key order (by byte).
     *
     * @param prefix the beginning of a key, which may end within a part, or empty for all
     * @param startAfter any text, as a rule the last key of the page before; empty to start at the first
     * @param limit at most this many; fewer means that there are no more
     */
    List<StoredObject> list(String prefix, String startAfter, int limit) throws IOException;

    /** Removes the objects; a key that does not exist is no error. */
    void delete(Collection<String> keys) throws IOException;

    /** A name for messages, without secrets. */
    @Override
    String toString();

    /** One line of a listing; the size is in bytes. */
    record StoredObject(String key, long size) {}
}
