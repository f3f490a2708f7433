package io.farshore.dataplane.nbd.server;

import io.farshore.core.block.BlockDevice;
import java.io.IOException;

/**
 * Data and holes of a range, one after the other, alternating; one object per connection, filled again for each request. Holds up to
 * {@value #CAPACITY} of them and ignores what follows.
 */
final class Runs implements BlockDevice.ExtentVisitor {
    static final int CAPACITY = 4096;
    private static final long FIRST_WINDOW = 1 << 20;

    private final long[] lengths = new long[CAPACITY];
    private final boolean[] zeros = new boolean[CAPACITY];
    private long end;
    private int count;
    private boolean overflowed;

    /**
     * Asks the device about a range, in growing steps, so that a caller who wants only the first run of a fragmented disk does not pay
     * for all of them.
     *
     * @param most stop when this many runs are known for sure
     */
    void collect(BlockDevice device, long offset, long length, int most) throws IOException {
        count = 0;
        end = offset;
        overflowed = false;
        long stop = offset + length;
        for (long window = FIRST_WINDOW; end < stop && count <= most && !overflowed; window *= 2) {
            long asked = Math.min(window, stop - end);
            long before = end;
            device.extents(before, asked, this);
            if (!overflowed && end != before + asked) {
                throw new IllegalStateException(
                        "device told extents up to %d of a range up to %d".formatted(end, before + asked));
            }
        }
        count = Math.min(count, most);
    }

    @Override
    public void visit(long offset, long length, boolean zero) {
        if (overflowed) {
            return;
        }
        if (offset != end) {
            throw new IllegalStateException(
                    "device told an extent at %d after one that ended at %d".formatted(offset, end));
        }
        if (count > 0 && zeros[count - 1] == zero) {
            lengths[count - 1] += length;
        } else if (count == CAPACITY) {
            overflowed = true;
            return;
        } else {
            lengths[count] = length;
            zeros[count++] = zero;
        }
        end += length;
    }

    int count() {
        return count;
    }

    long length(int index) {
        return lengths[index];
    }

    boolean isZero(int index) {
        return zeros[index];
    }
}
