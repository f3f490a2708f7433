package io.farshore.core.store;

import java.io.Closeable;
import java.io.IOException;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Objects by key. A key is one or more path parts joined by {@code /}; a part is made of {@code A-Z a-z 0-9 . _ -}, is not
 * empty, {@code .} or {@code ..}, and does not start with a dot. An object appears whole or not at all, and is seen by every later read and
 * list of any client. Any number of threads may call at once.
 *
 * <p>Every method throws {@link io.farshore.core.failure.UnavailableException} when the store cannot be reached or answers with
 * a passing error; a change that failed so may have happened. Does not retry: the caller does, in one place.
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
     * @return the bytes from {@code offset} on, {@code length} of them or fewer where the object ends; null when there is no such object
     */
    byte @Nullable [] get(String key, long offset, int length) throws IOException;

    /** The last {@code length} bytes of the object, or all of it when it is shorter; null when there is none. */
    byte @Nullable [] tail(String key, int length) throws IOException;

    /** The size in bytes, or -1 when there is no such object. */
    long size(String key) throws IOException;

    /**
     * The objects whose key starts with {@code prefix} and is greater than {@code startAfter}, in key order (by byte).
     *
     * @param startAfter empty to start at the first
     * @param limit at most this many; fewer means that there are no more
     */
    List<StoredObject> list(String prefix, String startAfter, int limit) throws IOException;

    /** Removes the objects; a key that does not exist is no error. */
    void delete(Collection<String> keys) throws IOException;

    /** A name for messages, without secrets. */
    @Override
    String toString();

    /** One line of a listing. */
    record StoredObject(String key, long size) {}
}
