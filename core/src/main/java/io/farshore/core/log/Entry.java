package io.farshore.core.log;

/**
 * What a segment says about one range of one disk.
 *
 * @param payload where the range's bytes start in the payload of the segment, or {@link #ZEROS}
 */
public record Entry(int disk, long offset, long length, long payload) {
    /** In place of a payload: the range reads as zeros. */
    public static final long ZEROS = -1;

    public boolean isZeros() {
        return payload == ZEROS;
    }
}
