package io.farshore.core.extent;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The obvious extent map of a stretch of a disk: an address per cell of {@code unit} bytes. */
final class CellModel {
    private final long base;
    private final int unit;
    private final long[] cells;

    CellModel(long base, int unit, int cells) {
        this(base, unit, new long[cells]);
        Arrays.fill(this.cells, ExtentMap.ABSENT);
    }

    private CellModel(long base, int unit, long[] cells) {
        this.base = base;
        this.unit = unit;
        this.cells = cells;
    }

    CellModel copy() {
        return new CellModel(base, unit, cells.clone());
    }

    long base() {
        return base;
    }

    int unit() {
        return unit;
    }

    int cells() {
        return cells.length;
    }

    void put(long offset, long length, long address, boolean onlyAbsent) {
        for (long at = 0; at < length; at += unit) {
            int cell = (int) ((offset - base + at) / unit);
            if (!onlyAbsent || cells[cell] == ExtentMap.ABSENT) {
                cells[cell] = address < 0 ? address : address + at;
            }
        }
    }

    long addressAt(int cell) {
        return cells[cell];
    }

    List<Part> parts(int from, int to) {
        List<Part> parts = new ArrayList<>();
        for (int start = from; start < to; ) {
            int end = start + 1;
            while (end < to && continuesAt(end)) {
                end++;
            }
            parts.add(new Part(base + (long) start * unit, (long) (end - start) * unit, cells[start]));
            start = end;
        }
        return parts;
    }

    private boolean continuesAt(int cell) {
        long before = cells[cell - 1];
        return cells[cell] == (before < 0 ? before : before + unit);
    }

    /** How many extents a map must keep: a part that lies in two regions is two. */
    long extentCount() {
        long count = 0;
        for (int cell = 0; cell < cells.length; cell++) {
            boolean startsRegion = (base + (long) cell * unit) % Region.SIZE == 0;
            if (cells[cell] != ExtentMap.ABSENT && (cell == 0 || startsRegion || !continuesAt(cell))) {
                count++;
            }
        }
        return count;
    }

    long mappedBytes() {
        return Arrays.stream(cells).filter(c -> c != ExtentMap.ABSENT).count() * unit;
    }
}
