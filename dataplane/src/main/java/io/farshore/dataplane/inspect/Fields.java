package io.farshore.dataplane.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.CatalogPointer;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Mark;
import io.farshore.core.log.ReplicatedPosition;
import java.util.List;
import java.util.Locale;

/** Puts values into trees, each in one way wherever it appears. */
final class Fields {
    private Fields() {}

    static void claim(ObjectNode node, GenerationClaim claim) {
        node.put("machine", claim.machine())
                .put("machineId", claim.machineId().toString())
                .put("generation", claim.generation())
                .put("writer", claim.writer().toString())
                .put("time", claim.time().toString())
                .put("base", claim.base().name().toLowerCase(Locale.ROOT))
                .put("dataKey", claim.isEncrypted() ? claim.keyId().toString() : null);
        disks(node.putArray("disks"), claim.disks());
    }

    static void disks(ArrayNode array, List<DiskSpec> disks) {
        disks.forEach(disk -> array.addObject().put("name", disk.name()).put("size", disk.size()));
    }

    static void segment(ObjectNode node, SegmentRef segment) {
        node.put("generation", segment.id().generation())
                .put("number", segment.id().number())
                .put("end", segment.end().toString())
                .put("firstTime", segment.firstTime().toString())
                .put("lastTime", segment.lastTime().toString())
                .put("size", segment.size())
                .put("identity", segment.identity().toString())
                .put("capturedBytes", segment.capturedBytes())
                .put("consistent", segment.consistent());
        marks(node.putArray("marks"), segment.marks());
    }

    static void marks(ArrayNode array, List<Mark> marks) {
        for (Mark mark : marks) {
            array.addObject()
                    .put("sequence", mark.sequence())
                    .put("time", mark.time().toString())
                    .put("type", mark.kind().pointType())
                    .put("name", mark.name());
        }
    }

    static void pointer(ObjectNode node, CatalogPointer pointer) {
        node.put("epoch", pointer.epoch())
                .put("version", pointer.version())
                .put("hash", pointer.hash().toString());
    }

    static void replicated(ObjectNode node, ReplicatedPosition position) {
        node.put("machineId", position.machineId().toString())
                .put("position", position.position().toString())
                .put("segment", position.segment())
                .put("capturedBytes", position.capturedBytes())
                .put("time", position.time().toString());
    }
}
