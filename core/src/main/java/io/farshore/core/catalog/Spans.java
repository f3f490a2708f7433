package io.farshore.core.catalog;

/**
 * Which version's object lies below which, and which are snapshots.
 *
 * @param step every so many versions one repeats the entries of those before it; its square is how many lie between snapshots
 */
record Spans(int step) {
    /** Those of the format; others are for tests only. */
    static final Spans DEFAULT = new Spans(64);

    Spans {
        if (step < 2) {
            throw new IllegalArgumentException("a step of " + step + " versions");
        }
    }

    /** From one snapshot to the next. */
    long longest() {
        return (long) step * step;
    }

    /** Whether the object of this version holds the whole state. */
    boolean isSnapshot(long version) {
        return version % longest() == 0;
    }

    /** Whether the object of this version repeats those before it, or is a snapshot. */
    boolean isStep(long version) {
        return version % step == 0;
    }

    /** How far below the object of this version the one lies that it points to. */
    long below(long version) {
        if (!isStep(version)) {
            return 1;
        }
        return isSnapshot(version) ? longest() : step;
    }

    /** The newest snapshot at or before this version; 0 is before the first. */
    long snapshotOf(long version) {
        return version - version % longest();
    }

    /** Whether nothing below this version is needed once there is version {@code newest}: the floor may lie here, or above. */
    boolean mayBeFloor(long version, long newest) {
        return snapshotOf(version + longest() - 1) + longest() <= newest;
    }
}
