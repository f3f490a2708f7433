package io.farshore.core.run;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.log.Position;
import java.util.ArrayList;
import java.util.List;

/**
 * What the catalog says about an index run: which part of one generation's change log it stands for, and which instants of it can
 * still be told apart. Name, varint generation, varint first segment, varint size, SHA-256, varints keptBytes, entries, movedBytes,
 * varint count of steps, steps.
 *
 * @param name of its object
 * @param firstSegment number of the first segment that it stands for; the last step names the last
 * @param size of the object in bytes
 * @param identity SHA-256 of the object without its footer
 * @param keptBytes payload that it points to, in plain bytes
 * @param entries how many it has
 * @param movedBytes stored bytes of payload that were moved to new objects when it was made
 * @param steps oldest first, at least one; the last is where it ends
 */
public record RunRef(
        StoredName.OfRun name,
        int generation,
        long firstSegment,
        long size,
        ObjectHash identity,
        long keptBytes,
        long entries,
        long movedBytes,
        List<Step> steps) {
    private static final int MOST_STEPS = 1 << 24;

    public RunRef {
        steps = List.copyOf(steps);
        if (steps.isEmpty()) {
            throw new IllegalArgumentException("a run without a step");
        }
    }

    public long lastSegment() {
        return steps.getLast().lastSegment();
    }

    public Position end() {
        return new Position(generation, steps.getLast().lastSequence());
    }

    public void write(ByteWriter writer) {
        name.write(writer);
        writer.varint(generation).varint(firstSegment).varint(size).raw(identity.bytes());
        writer.varint(keptBytes).varint(entries).varint(movedBytes).varint(steps.size());
        steps.forEach(step -> step.write(writer));
    }

    public static RunRef read(ByteReader reader) throws CorruptDataException {
        if (!(StoredName.read(reader) instanceof StoredName.OfRun name)) {
            throw reader.damaged("the name of a run", "that of another object");
        }
        int generation = reader.varint("a generation", Integer.MAX_VALUE);
        long firstSegment = reader.varint();
        long size = reader.varint();
        ObjectHash identity = ObjectHash.read(reader);
        long keptBytes = reader.varint();
        long entries = reader.varint();
        long movedBytes = reader.varint();
        int count = reader.varint("a count of steps", MOST_STEPS);
        if (count == 0) {
            throw reader.damaged("at least one step", "none");
        }
        List<Step> steps = new ArrayList<>();
        for (int left = count; left > 0; left--) {
            steps.add(Step.read(reader));
        }
        return new RunRef(name, generation, firstSegment, size, identity, keptBytes, entries, movedBytes, steps);
    }
}
