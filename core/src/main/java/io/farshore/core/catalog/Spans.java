package io.farshore.core.catalog;

/**
 * Which version's object lies below which, and which are snapshots. A version has level l when it is a multiple of the l-th power of the
 * step: its object repeats the entries of so many versions.
 *
 * @param step the power that levels are of
 * @param levels those of the highest level are snapshots
 */
record Spans(int step, int levels) {
    /** Those of the format; others are for tests only. A snapshot each 4096 versions; reading takes at most 46 objects. */
    static final Spans DEFAULT = new Spans(16, 3);

    Spans {
        if (step < 2 || levels < 1) {
            throw new IllegalArgumentException("%d levels of a step of %d versions".formatted(levels, step));
        }
    }

    /** How many versions an object of this level repeats, itself among them. */
    private long reach(int level) {
        long reach = 1;
        for (int i = 0; i < level; i++) {
            reach *= step;
        }
        return reach;
    }

    /** From one snapshot to the next. */
    long longest() {
        return reach(levels);
    }

    /** The level of a version: 0 when its object repeats nothing. */
    int level(long version) {
        int level = 0;
        while (level < levels && version % reach(level + 1) == 0) {
            level++;
        }
        return level;
    }

    /** Whether the object of this version holds the whole state. */
    boolean isSnapshot(long version) {
        return level(version) == levels;
    }

    /** How far below the object of this version the one lies that it points to. */
    long below(long version) {
        return reach(level(version));
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
