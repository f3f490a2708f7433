package io.farshore.dataplane.pipeline;

import io.farshore.core.log.Position;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Every change that the guest made, and where in the change log it must be: the oracle of what a recovery point holds. A change whose
 * number is not known exactly, because a copy was taking numbers at the same time, lies somewhere in a range.
 */
final class Ledger {
    private final int[] sizes;
    private final List<Change> changes = new ArrayList<>();

    /** What was written, and between which positions of the log that lies. */
    private static final class Change {
        private final Position after;
        private final Position upTo;
        private final int disk;
        private final int offset;
        private final byte[] content;

        Change(Position after, Position upTo, int disk, int offset, byte[] content) {
            this.after = after;
            this.upTo = upTo;
            this.disk = disk;
            this.offset = offset;
            this.content = content;
        }
    }

    Ledger(int... sizes) {
        this.sizes = sizes;
    }

    void changed(Position after, Position upTo, int disk, int offset, byte[] content) {
        changes.add(new Change(after, upTo, disk, offset, content));
    }

    /** The states that a recovery point at this position may be in: one, or two when the number of one change is not known exactly. */
    List<byte[][]> statesAt(Position position) {
        byte[][] disks = empty();
        for (Change change : changes) {
            if (change.upTo.compareTo(position) <= 0) {
                apply(change, disks);
            } else if (change.after.compareTo(position) < 0) {
                byte[][] with = Arrays.stream(disks).map(byte[]::clone).toArray(byte[][]::new);
                apply(change, with);
                return List.<byte[][]>of(disks, with);
            } else {
                return List.<byte[][]>of(disks);
            }
        }
        return List.<byte[][]>of(disks);
    }

    /** For a failure's message: which prefix this is instead, if it is one, and where the changes around the position are. */
    String explain(byte[][] found, Position position) {
        StringBuilder text = new StringBuilder();
        byte[][] disks = empty();
        for (int i = 0; i < changes.size(); i++) {
            Change change = changes.get(i);
            if (Arrays.deepEquals(disks, found)) {
                text.append("; it is the state before change %d of %d".formatted(i, changes.size()));
            }
            if (change.upTo.compareTo(position) > 0 && text.indexOf("next") < 0) {
                text.append("; the next change is %d, in (%s, %s]".formatted(i, change.after, change.upTo));
            }
            apply(change, disks);
        }
        return text.toString();
    }

    /** What the disks hold now. */
    byte[][] state() {
        byte[][] disks = empty();
        changes.forEach(change -> apply(change, disks));
        return disks;
    }

    private byte[][] empty() {
        return Arrays.stream(sizes).mapToObj(byte[]::new).toArray(byte[][]::new);
    }

    private static void apply(Change change, byte[][] disks) {
        System.arraycopy(change.content, 0, disks[change.disk], change.offset, change.content.length);
    }
}
