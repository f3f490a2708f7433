package io.farshore.dataplane.compact;

/** A number of objects, and how long they are together. */
public record StoredBytes(long objects, long bytes) {
    public static final StoredBytes NONE = new StoredBytes(0, 0);

    public StoredBytes plus(long size) {
        return new StoredBytes(objects + 1, bytes + size);
    }
}
