package io.farshore.dataplane.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What happened to a machine's disks from each generation to the next: added, grown, shrunk, removed. */
final class DiskEvents {
    private DiskEvents() {}

    /** @param generations oldest first; the disks of the first are there from the start and no event */
    static void describe(ArrayNode array, List<GenerationClaim> generations) {
        for (int i = 1; i < generations.size(); i++) {
            between(array, generations.get(i - 1), generations.get(i));
        }
    }

    private static void between(ArrayNode array, GenerationClaim before, GenerationClaim after) {
        Map<String, Long> old = sizes(before);
        Map<String, Long> now = sizes(after);
        for (DiskSpec disk : before.disks()) {
            Long size = now.get(disk.name());
            if (size == null) {
                event(array, after, "removed", disk.name()).put("sizeBefore", disk.size());
            } else if (size != disk.size()) {
                event(array, after, size > disk.size() ? "grown" : "shrunk", disk.name())
                        .put("sizeBefore", disk.size())
                        .put("size", size);
            }
        }
        for (DiskSpec disk : after.disks()) {
            if (!old.containsKey(disk.name())) {
                event(array, after, "added", disk.name()).put("size", disk.size());
            }
        }
    }

    private static ObjectNode event(ArrayNode array, GenerationClaim claim, String what, String disk) {
        return array.addObject()
                .put("generation", claim.generation())
                .put("time", claim.time().toString())
                .put("event", what)
                .put("disk", disk);
    }

    private static Map<String, Long> sizes(GenerationClaim claim) {
        Map<String, Long> sizes = new LinkedHashMap<>();
        claim.disks().forEach(disk -> sizes.put(disk.name(), disk.size()));
        return sizes;
    }
}
