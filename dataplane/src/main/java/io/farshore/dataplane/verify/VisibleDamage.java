package io.farshore.dataplane.verify;

import io.farshore.core.log.DiskSpec;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Which parts of the disks cannot be read as of the place that a walk through the change log has come to. Every part is told to
 * {@link Spoils} once something newer covers it. Parts do not overlap: each byte of a disk has one place. One thread.
 */
final class VisibleDamage {
    private final Map<String, TreeMap<Long, Part>> disks = new HashMap<>();
    private final Spoils spoils;

    /** @param since number of the first point at which it cannot be read */
    private record Part(String object, long from, long to, int since) {}

    VisibleDamage(Spoils spoils) {
        this.spoils = spoils;
    }

    boolean isEmpty() {
        return disks.values().stream().allMatch(Map::isEmpty);
    }

    /** Whether some of this range cannot be read. */
    boolean touches(String disk, long from, long to) {
        TreeMap<Long, Part> parts = disks.get(disk);
        Map.Entry<Long, Part> before = parts == null ? null : parts.lowerEntry(to);
        return before != null && before.getValue().to() > from;
    }

    /** From this point on the range is what a damaged object holds. It has been covered before. */
    void open(String object, String disk, long from, long to, int since) {
        if (from < to) {
            disks.computeIfAbsent(disk, each -> new TreeMap<>()).put(from, new Part(object, from, to, since));
        }
    }

    /** From this point on the range is what something newer says. */
    void cover(String disk, long from, long to, int until) {
        TreeMap<Long, Part> parts = disks.get(disk);
        if (parts == null || from >= to) {
            return;
        }
        Map.Entry<Long, Part> before = parts.lowerEntry(to);
        while (before != null && before.getValue().to() > from) {
            Part part = before.getValue();
            parts.remove(before.getKey());
            long coveredFrom = Math.max(from, part.from());
            long coveredTo = Math.min(to, part.to());
            spoils.part(part.object(), disk, coveredFrom, coveredTo, part.since(), until);
            open(part.object(), disk, part.from(), coveredFrom, part.since());
            open(part.object(), disk, coveredTo, part.to(), part.since());
            before = parts.lowerEntry(coveredFrom);
        }
    }

    /** From this point on there are these disks only; what lies behind their ends is gone for good. */
    void keep(List<DiskSpec> kept, int until) {
        Map<String, Long> sizes = new HashMap<>();
        kept.forEach(disk -> sizes.put(disk.name(), disk.size()));
        for (String disk : new ArrayList<>(disks.keySet())) {
            cover(disk, sizes.getOrDefault(disk, 0L), Long.MAX_VALUE, until);
        }
    }
}
