package io.farshore.dataplane.view;

/**
 * What reading a whole disk of a view costs. Indexes and catalog are not counted: they have been read when a view is open.
 *
 * @param dataBytes of the disk that were written and not zeroed since
 * @param zeroBytes of the disk that need no reading
 * @param objects that hold any of the data
 * @param storedBytes of the distinct frames that hold the data, as they lie in the store
 */
public record ViewCost(long dataBytes, long zeroBytes, long objects, long storedBytes) {
    public static final ViewCost NOTHING = new ViewCost(0, 0, 0, 0);

    /** The cost of both, read one after the other; an object that both need counts twice. */
    public ViewCost plus(ViewCost other) {
        return new ViewCost(
                dataBytes + other.dataBytes,
                zeroBytes + other.zeroBytes,
                objects + other.objects,
                storedBytes + other.storedBytes);
    }
}
