package io.farshore.core.run;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.Mark;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An instant inside an index run that the run can be read as of: what was the end of a segment. Varint last sequence, varint last
 * segment, instant, varint captured bytes, u8 consistent, varint count of marks, marks.
 *
 * @param lastSequence of the generation's changes up to here
 * @param lastSegment number of the segment that ended here
 * @param capturedBytes length of all writes of the generation up to here
 * @param consistent whether this is a recovery point, as long as nobody drops it
 * @param marks of the segment that ended here
 */
public record Step(
        long lastSequence,
        long lastSegment,
        Instant lastTime,
        long capturedBytes,
        boolean consistent,
        List<Mark> marks) {
    private static final int MOST_MARKS = 1 << 16;

    public Step {
        marks = List.copyOf(marks);
    }

    public void write(ByteWriter writer) {
        writer.varint(lastSequence).varint(lastSegment).instant(lastTime).varint(capturedBytes);
        writer.u8(consistent ? 1 : 0).varint(marks.size());
        marks.forEach(mark -> mark.write(writer));
    }

    public static Step read(ByteReader reader) throws CorruptDataException {
        long lastSequence = reader.varint();
        long lastSegment = reader.varint();
        Instant lastTime = reader.instant();
        long capturedBytes = reader.varint();
        boolean consistent = reader.u8() == 1;
        List<Mark> marks = new ArrayList<>();
        for (int left = reader.varint("a count of marks", MOST_MARKS); left > 0; left--) {
            marks.add(Mark.read(reader));
        }
        return new Step(lastSequence, lastSegment, lastTime, capturedBytes, consistent, marks);
    }
}
