package io.farshore.core.run;

/**
 * What one range of a disk held from one step on.
 *
 * @param step ordinal among the steps of the run: written after the step before it and not after it
 * @param payload where the bytes start in the {@link Payload} beside it, or {@link #ZEROS}
 */
public record RunEntry(long offset, long length, int step, long payload) {
    /** In place of a payload: the range reads as zeros. */
    public static final long ZEROS = -1;

    public boolean isZeros() {
        return payload == ZEROS;
    }

    public long end() {
        return offset + length;
    }
}
