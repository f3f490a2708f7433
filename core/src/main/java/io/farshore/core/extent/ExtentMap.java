package io.farshore.core.extent;

import io.farshore.core.block.Ranges;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Where in a log the bytes of one disk are. A range put at an address lies there byte after byte; the newest put wins. Ranges and
 * addresses may start at any byte. Does not order changes (the caller puts them in order, or newest first with {@link #putIfAbsent})
 * and does not know the disk's size.
 *
 * <p>Not safe for concurrent use, but a {@link #snapshot} and its original may be used by two threads.
 */
public final class ExtentMap {
    /** The address of a range that is known to be zero. It stays the same from byte to byte. */
    public static final long ZEROS = -1;

    /** What visitors and {@link #addressOf} see where nothing was put. Cannot be put. */
    public static final long ABSENT = -2;

    /** The largest disk: 64 TiB. */
    public static final long MAX_BYTES = 1L << 46;

    private static final int MAX_TABLES = tableIndex(MAX_BYTES);

    private @Nullable RegionTable[] tables;

    /** What the tables that this map may change belong to; replaced when a snapshot comes to share them. */
    private Object owner = new Object();

    /** An empty map; it takes a few bytes. */
    public ExtentMap() {
        this(new @Nullable RegionTable[0]);
    }

    private ExtentMap(@Nullable RegionTable[] tables) {
        this.tables = tables;
    }

    /**
     * Maps the range to {@code address}, {@code address + 1} and so on, or to {@link #ZEROS}, whatever it was mapped to before.
     *
     * @throws IllegalArgumentException if the range is outside {@link #MAX_BYTES}, or the address is negative or overflows
     */
    public void put(long offset, long length, long address) {
        check(offset, length, address);
        putChecked(offset, offset + length, address);
    }

    /** Like {@link #put}, but leaves alone what is mapped already. Changes loaded newest first give the map that put gives oldest first. */
    public void putIfAbsent(long offset, long length, long address) {
        check(offset, length, address);
        long end = offset + length;
        for (long at = offset; at < end; ) {
            long partEnd = Math.min(end, extentEnd(at));
            if (addressOf(at) == ABSENT) {
                putChecked(at, partEnd, Addresses.advance(address, at - offset));
            }
            at = partEnd;
        }
    }

    private static void check(long offset, long length, long address) {
        Ranges.check(offset, length, MAX_BYTES);
        if (address < ZEROS || address > Long.MAX_VALUE - length) {
            throw new IllegalArgumentException("%d bytes at log address %d: an address is not negative, nor is its end"
                    .formatted(length, address));
        }
    }

    private void putChecked(long offset, long end, long address) {
        for (long at = offset; at < end; ) {
            long tableEnd = (at | (RegionTable.SIZE - 1)) + 1;
            if (address == ZEROS && tableEnd - at == RegionTable.SIZE && tableEnd <= end) {
                tables = grown(tables, at);
                tables[tableIndex(at)] = RegionTable.ZEROS;
                at = tableEnd;
            } else {
                long partEnd = Math.min(end, (at | (Region.SIZE - 1)) + 1);
                changeableTable(at).put(at, partEnd, Addresses.advance(address, at - offset));
                at = partEnd;
            }
        }
    }

    private RegionTable changeableTable(long offset) {
        tables = grown(tables, offset);
        int index = tableIndex(offset);
        RegionTable table = tables[index];
        if (table == null) {
            table = new RegionTable(owner);
            tables[index] = table;
        } else if (!table.belongsTo(owner)) {
            table = table.copyFor(owner);
            tables[index] = table;
        }
        return table;
    }

    private static @Nullable RegionTable[] grown(@Nullable RegionTable[] tables, long offset) {
        int needed = tableIndex(offset) + 1;
        int roomy = Math.min(MAX_TABLES, tables.length + (tables.length >> 1));
        return needed <= tables.length ? tables : Arrays.copyOf(tables, Math.max(needed, roomy));
    }

    private static int tableIndex(long offset) {
        return (int) (offset >>> RegionTable.SHIFT);
    }

    /** The address of one byte, or {@link #ZEROS} or {@link #ABSENT}. Allocates nothing. */
    public long addressOf(long offset) {
        Region region = regionAt(offset);
        return region == null ? ABSENT : region.addressAt((int) (offset & (Region.SIZE - 1)));
    }

    /**
     * Up to where the mapping of the byte at {@code offset} goes on: to the end of its extent or gap, or of its 4 MiB region, where the
     * extent or gap may continue. Allocates nothing.
     */
    public long extentEnd(long offset) {
        Region region = regionAt(offset);
        if (region != null) {
            return (offset & -Region.SIZE) + region.endAt((int) (offset & (Region.SIZE - 1)));
        }
        return (offset | (isTableAbsent(offset) ? RegionTable.SIZE - 1 : Region.SIZE - 1)) + 1;
    }

    private @Nullable Region regionAt(long offset) {
        if (offset < 0 || offset >= MAX_BYTES) {
            throw new IllegalArgumentException("byte %d is outside an extent map of %d".formatted(offset, MAX_BYTES));
        }
        int index = tableIndex(offset);
        RegionTable table = index < tables.length ? tables[index] : null;
        return table == null ? null : table.regionAt(offset);
    }

    private boolean isTableAbsent(long offset) {
        int index = tableIndex(offset);
        return index >= tables.length || tables[index] == null;
    }

    /**
     * Tells what the range is mapped to, in order and without gaps, in parts as long as possible. The visitor must not change the map.
     *
     * @throws IllegalArgumentException if the range is outside {@link #MAX_BYTES}
     */
    public <X extends Exception> void forEach(long offset, long length, Visitor<X> visitor) throws X {
        Ranges.check(offset, length, MAX_BYTES);
        Joiner<X> joiner = new Joiner<>(offset, visitor);
        long end = offset + length;
        for (long at = offset; at < Math.min(end, tables.length * RegionTable.SIZE); ) {
            long base = at & -Region.SIZE;
            Region region = regionAt(at);
            long partEnd = region == null ? extentEnd(at) : base + Region.SIZE;
            if (region != null) {
                region.forEach(base, (int) (at - base), (int) (Math.min(end, partEnd) - base), joiner);
            }
            at = partEnd;
        }
        joiner.finish(end);
    }

    /** Visits all that is mapped, in order, in parts as long as possible, and nothing absent. The visitor must not change the map. */
    public <X extends Exception> void forEachMapped(Visitor<X> visitor) throws X {
        forEach(0, tables.length * RegionTable.SIZE, (offset, length, address) -> {
            if (address != ABSENT) {
                visitor.visit(offset, length, address);
            }
        });
    }

    /**
     * A map that is now the same, and from now on independent of this one. Copies one array (4 KiB per TiB); what the maps share is
     * copied when one of them changes it, 1 KiB per GiB and then region by region.
     */
    public ExtentMap snapshot() {
        owner = new Object();
        return new ExtentMap(tables.clone());
    }

    /** Makes this map empty. Snapshots keep what they have. */
    public void clear() {
        tables = new @Nullable RegionTable[0];
    }

    public boolean isEmpty() {
        for (RegionTable table : tables) {
            if (table != null) {
                return false;
            }
        }
        return true;
    }

    /** How many extents are kept; one that lies in two regions counts twice. Looks at every region: about a millisecond per TiB. */
    public long extentCount() {
        long count = 0;
        for (RegionTable table : tables) {
            count += table == null ? 0 : table.extentCount();
        }
        return count;
    }

    /** How many bytes of the disk are mapped, zeros included. Looks at every extent. */
    public long mappedBytes() {
        long bytes = 0;
        for (RegionTable table : tables) {
            bytes += table == null ? 0 : table.mappedBytes();
        }
        return bytes;
    }

    /** The heap this map takes, estimated; what snapshots share is counted in each. Looks at every region. */
    public long memoryBytes() {
        long bytes = HeapSize.object(2 * HeapSize.REFERENCE)
                + HeapSize.object(0)
                + HeapSize.array(tables.length, HeapSize.REFERENCE);
        for (RegionTable table : tables) {
            bytes += table == null || table == RegionTable.ZEROS ? 0 : table.memoryBytes();
        }
        return bytes;
    }

    /** Receives the parts of a range; see {@link ExtentMap#forEach}. */
    @FunctionalInterface
    public interface Visitor<X extends Exception> {
        /** @param address where the part's first byte is, or {@link ExtentMap#ZEROS} or {@link ExtentMap#ABSENT} */
        void visit(long offset, long length, long address) throws X;
    }
}
