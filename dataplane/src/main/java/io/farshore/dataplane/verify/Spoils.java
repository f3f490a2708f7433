package io.farshore.dataplane.verify;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.dataplane.verify.Damage.DiskRange;
import io.farshore.dataplane.verify.Damage.SpoiledPart;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What damaged objects spoil: whole recovery points, or parts of disks at some of them. Points by their number in {@link Points}. */
final class Spoils {
    private static final Comparator<Part> IN_ORDER = Comparator.comparingInt(Part::since)
            .thenComparingInt(Part::until)
            .thenComparing(Part::disk)
            .thenComparingLong(Part::from);

    private final Points points;
    private final Map<String, List<Part>> parts = new HashMap<>();
    private final Map<String, BitSet> whole = new HashMap<>();
    private final BitSet spoiled = new BitSet();

    /**
     * A part of a disk at the points from {@code since} to before {@code until}.
     *
     * @param from in bytes
     * @param to the byte behind the last
     */
    private record Part(String disk, long from, long to, int since, int until) {
        boolean goesOnWith(Part next) {
            return disk.equals(next.disk) && since == next.since && until == next.until && to >= next.from;
        }

        Part with(Part next) {
            return new Part(disk, from, Math.max(to, next.to), since, until);
        }

        DiskRange range() {
            return new DiskRange(disk, from, to - from);
        }
    }

    Spoils(Points points) {
        this.points = points;
    }

    /** Points that cannot be opened without the object. */
    void whole(String object, int since, int until) {
        if (since < until) {
            whole.computeIfAbsent(object, each -> new BitSet()).set(since, until);
            spoiled.set(since, until);
        }
    }

    /** A part of a disk that cannot be read without the object. */
    void part(String object, String disk, long from, long to, int since, int until) {
        if (since < until && from < to) {
            parts.computeIfAbsent(object, each -> new ArrayList<>()).add(new Part(disk, from, to, since, until));
            spoiled.set(since, until);
        }
    }

    /** How many points are spoiled by anything. */
    int points() {
        return spoiled.cardinality();
    }

    /** @param cause what was found wrong with the object */
    Damage damage(String object, CorruptDataException cause) {
        List<Part> joined = joined(parts.getOrDefault(object, List.of()));
        BitSet lost = whole.getOrDefault(object, new BitSet());
        BitSet all = (BitSet) lost.clone();
        joined.forEach(part -> all.set(part.since(), part.until()));
        int newest = all.length() - 1;
        List<Part> atNewest = joined.stream()
                .filter(part -> part.since() <= newest && newest < part.until())
                .map(part -> new Part(part.disk(), part.from(), part.to(), newest, newest + 1))
                .toList();
        boolean rangesKnown = newest < 0 || !lost.get(newest);
        List<DiskRange> ranges = joined(atNewest).stream().map(Part::range).toList();
        List<SpoiledPart> told = joined.stream().map(this::told).toList();
        return Damage.of(object, cause, Spoiled.of(points.all(), all), rangesKnown, ranges, told);
    }

    private SpoiledPart told(Part part) {
        return new SpoiledPart(
                part.range(), points.all().get(part.since()), points.all().get(part.until() - 1));
    }

    private static List<Part> joined(List<Part> parts) {
        List<Part> joined = new ArrayList<>();
        for (Part part : parts.stream().sorted(IN_ORDER).toList()) {
            if (!joined.isEmpty() && joined.getLast().goesOnWith(part)) {
                joined.add(joined.removeLast().with(part));
            } else {
                joined.add(part);
            }
        }
        return joined;
    }
}
