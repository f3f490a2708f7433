package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.Mark;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.log.Position;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.log.SegmentId;
import io.farshore.core.run.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * What the catalog says about a segment: enough to list recovery points and to find the objects of one.
 *
 * @param size of the object in bytes
 * @param identity of the object; see {@link Segment}
 * @param capturedBytes length of all writes of the generation up to the segment's end
 * @param consistent whether the segment's end is a recovery point
 */
public record SegmentRef(
        SegmentId id,
        long lastSequence,
        Instant firstTime,
        Instant lastTime,
        long size,
        ObjectHash identity,
        long capturedBytes,
        boolean consistent,
        List<Mark> marks) {
    private static final int MOST_MARKS = 1 << 16;

    public SegmentRef {
        marks = List.copyOf(marks);
    }

    public static SegmentRef of(Segment segment) {
        SegmentHeader header = segment.header();
        return new SegmentRef(
                header.id(),
                header.lastSequence(),
                header.firstTime(),
                header.lastTime(),
                segment.size(),
                segment.identity(),
                header.capturedBytes(),
                header.consistent(),
                segment.index().marks());
    }

    public Position end() {
        return new Position(id.generation(), lastSequence);
    }

    /** The segment's end as a run has it. */
    public Step step() {
        return new Step(lastSequence, id.number(), lastTime, capturedBytes, consistent, marks);
    }

    /** What is known of the segment when the next one comes. */
    public LastSegment last() {
        return new LastSegment(id, lastSequence, lastTime, capturedBytes);
    }

    void write(ByteWriter writer) {
        writer.varint(id.generation()).varint(id.number()).varint(lastSequence);
        writer.instant(firstTime).instant(lastTime).varint(size).raw(identity.bytes());
        writer.varint(capturedBytes).u8(consistent ? 1 : 0).varint(marks.size());
        marks.forEach(mark -> mark.write(writer));
    }

    static SegmentRef read(ByteReader reader) throws CorruptDataException {
        SegmentId id = new SegmentId(reader.varint("a generation", Integer.MAX_VALUE), reader.varint());
        long lastSequence = reader.varint();
        Instant firstTime = reader.instant();
        Instant lastTime = reader.instant();
        long size = reader.varint();
        ObjectHash identity = ObjectHash.read(reader);
        long capturedBytes = reader.varint();
        boolean consistent = reader.u8() == 1;
        List<Mark> marks = new ArrayList<>();
        for (int left = reader.varint("a count of marks", MOST_MARKS); left > 0; left--) {
            marks.add(Mark.read(reader));
        }
        return new SegmentRef(id, lastSequence, firstTime, lastTime, size, identity, capturedBytes, consistent, marks);
    }
}
