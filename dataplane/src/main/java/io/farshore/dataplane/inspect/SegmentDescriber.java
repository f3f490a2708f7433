package io.farshore.dataplane.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.log.Entry;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.log.SegmentIndex;

/** Describes a segment: header, sizes, marks, and its first entries. */
final class SegmentDescriber {
    private final int mostEntries;
    private final MachineKeys keys;

    SegmentDescriber(int mostEntries, MachineKeys keys) {
        this.keys = keys;
        this.mostEntries = mostEntries;
    }

    Description describe(String name, byte[] bytes)
            throws CorruptDataException, FormatTooNewException, KeyMissingException {
        Segment segment = Segment.verify(name, bytes, new FrameCodec(), keys);
        Description description = new Description("segment");
        header(description.root(), segment);
        sizes(description.root(), segment);
        Fields.marks(description.root().putArray("marks"), segment.index().marks());
        entries(description.root(), segment.index());
        return description;
    }

    private static void header(ObjectNode node, Segment segment) {
        SegmentHeader header = segment.header();
        node.put("machineId", header.machineId().toString())
                .put("generation", header.generation())
                .put("number", header.number())
                .put("firstSequence", header.firstSequence())
                .put("lastSequence", header.lastSequence())
                .put("firstTime", header.firstTime().toString())
                .put("lastTime", header.lastTime().toString())
                .put("capturedBytes", header.capturedBytes())
                .put("writer", header.writer().toString())
                .put("consistent", header.consistent())
                .put("afterGap", header.afterGap())
                .put("dataKey", header.isEncrypted() ? header.keyId().toString() : null);
    }

    private static void sizes(ObjectNode node, Segment segment) {
        SegmentIndex index = segment.index();
        long payload = index.plainLength();
        long stored = index.frames().stream().mapToLong(Frame::storedLength).sum();
        long zeros = index.entries().stream()
                .filter(Entry::isZeros)
                .mapToLong(Entry::length)
                .sum();
        node.put("identity", segment.identity().toString())
                .put("size", segment.size())
                .put("payloadBytes", payload)
                .put("storedBytes", stored)
                .put("compressionRatio", stored == 0 ? 1 : Math.round(100.0 * payload / stored) / 100.0)
                .put("zeroBytes", zeros)
                .put("frames", index.frames().size())
                .put("entryCount", index.entries().size());
    }

    private void entries(ObjectNode node, SegmentIndex index) {
        ArrayNode entries = node.putArray("entries");
        for (Entry entry : index.entries().stream().limit(mostEntries).toList()) {
            entries.addObject()
                    .put("disk", entry.disk())
                    .put("offset", entry.offset())
                    .put("length", entry.length())
                    .put("content", entry.isZeros() ? "zeros" : "data");
        }
    }
}
