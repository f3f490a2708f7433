package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** One change of a machine's state. What each does to the state, and when it is refused, is in the package's documentation. */
public sealed interface CatalogEntry {
    /** From here on the change log is that of this generation; no later segment of an earlier one counts. Code 1: the claim's body. */
    record GenerationAccepted(GenerationClaim claim) implements CatalogEntry {}

    /** The segment is in the replica store, verified, and follows the one before it. Code 2: {@link SegmentRef}. */
    record SegmentAccepted(SegmentRef segment) implements CatalogEntry {}

    /** The run is in the replica store, and replaces the runs and segments of its generation that it stands for. Code 3: the run. */
    record RunAccepted(RunRef run) implements CatalogEntry {}

    /**
     * These ends are recovery points no longer. Code 4: varint generation, varint count, varints: each sequence less the one before.
     *
     * @param lastSequences of the generation, where the points are; ascending, at least one
     */
    record PointsDropped(int generation, List<Long> lastSequences) implements CatalogEntry {
        private static final int MOST = 1 << 24;

        public PointsDropped {
            lastSequences = List.copyOf(lastSequences);
            long before = -1;
            for (long sequence : lastSequences) {
                if (sequence <= before) {
                    throw new IllegalArgumentException("sequence %d after %d".formatted(sequence, before));
                }
                before = sequence;
            }
            if (lastSequences.isEmpty()) {
                throw new IllegalArgumentException("no points to drop");
            }
        }

        private void writeFields(ByteWriter writer) {
            writer.varint(generation).varint(lastSequences.size());
            long before = 0;
            for (long sequence : lastSequences) {
                writer.varint(sequence - before);
                before = sequence;
            }
        }

        private static PointsDropped read(ByteReader reader) throws CorruptDataException {
            int generation = reader.varint("a generation", Integer.MAX_VALUE);
            List<Long> sequences = new ArrayList<>();
            long sequence = 0;
            for (int left = reader.varint("a count of points", MOST); left > 0; left--) {
                sequence += reader.varint();
                sequences.add(sequence);
            }
            try {
                return new PointsDropped(generation, sequences);
            } catch (IllegalArgumentException e) {
                throw reader.damaged("ascending sequences, at least one", String.valueOf(e.getMessage()));
            }
        }
    }

    /**
     * From this version on nothing in the state names these objects. Code 5: varint version, instant, varint count, names.
     *
     * @param version that the entry was committed with
     * @param since when that was
     */
    record Garbage(long version, Instant since, List<StoredName> objects) implements CatalogEntry {
        private static final int MOST = 1 << 24;

        public Garbage {
            objects = List.copyOf(objects);
        }

        private void writeFields(ByteWriter writer) {
            writer.varint(version).instant(since).varint(objects.size());
            objects.forEach(object -> object.write(writer));
        }

        private static Garbage read(ByteReader reader) throws CorruptDataException {
            long version = reader.varint();
            Instant since = reader.instant();
            List<StoredName> objects = new ArrayList<>();
            for (int left = reader.varint("a count of objects", MOST); left > 0; left--) {
                objects.add(StoredName.read(reader));
            }
            return new Garbage(version, since, objects);
        }
    }

    /**
     * The garbage of versions up to this one is about to be deleted: whoever reads an older version starts over. Code 6: varint version.
     */
    record SweepBegun(long version) implements CatalogEntry {}

    /**
     * None of the generation's points is kept, and no later generation starts from it: its claim, points, runs and segments leave
     * the state. Code 7: varint generation.
     */
    record GenerationDropped(int generation) implements CatalogEntry {}

    /** How long points are kept from here on. Code 8: {@link RetentionPolicy}. */
    record RetentionChanged(RetentionPolicy retention) implements CatalogEntry {}

    /** The recovery point must not be dropped, or may be again. Code 9: varint generation, varint sequence, u8 held. */
    record Hold(Position point, boolean held) implements CatalogEntry {}

    /**
     * Running sums, in snapshots only: otherwise they follow from the entries. Code 10: three varints.
     *
     * @param ingestedBytes stored bytes of all segments that were ever accepted
     * @param movedBytes stored bytes of payload that compaction moved
     * @param indexBytes stored bytes of all runs that were ever accepted
     */
    record Totals(long ingestedBytes, long movedBytes, long indexBytes) implements CatalogEntry {
        static final Totals NONE = new Totals(0, 0, 0);

        Totals with(SegmentRef segment) {
            return new Totals(ingestedBytes + segment.size(), movedBytes, indexBytes);
        }

        Totals with(RunRef run) {
            return new Totals(ingestedBytes, movedBytes + run.movedBytes(), indexBytes + run.size());
        }
    }

    /**
     * The garbage of versions up to this one is gone. Code 11: varint version, varint floor.
     *
     * @param floor versions of the catalog below this one may be gone too; a snapshot that has a newer one, or 0
     */
    record SweepDone(long version, long floor) implements CatalogEntry {}

    /** Writes the code and the entry's fields. */
    default void write(ByteWriter writer) {
        switch (this) {
            case GenerationAccepted(GenerationClaim claim) -> claim.writeBody(writer.u8(1));
            case SegmentAccepted(SegmentRef segment) -> segment.write(writer.u8(2));
            case RunAccepted(RunRef run) -> run.write(writer.u8(3));
            case PointsDropped dropped -> dropped.writeFields(writer.u8(4));
            case Garbage garbage -> garbage.writeFields(writer.u8(5));
            case SweepBegun(long version) -> writer.u8(6).varint(version);
            case GenerationDropped(int generation) -> writer.u8(7).varint(generation);
            case RetentionChanged(RetentionPolicy retention) -> retention.write(writer.u8(8));
            case Hold(Position point, boolean held) ->
                writer.u8(9).varint(point.generation()).varint(point.sequence()).u8(held ? 1 : 0);
            case Totals(long ingested, long moved, long index) ->
                writer.u8(10).varint(ingested).varint(moved).varint(index);
            case SweepDone(long version, long floor) ->
                writer.u8(11).varint(version).varint(floor);
        }
    }

    static CatalogEntry read(ByteReader reader) throws CorruptDataException {
        int code = reader.u8();
        return switch (code) {
            case 1 -> new GenerationAccepted(GenerationClaim.readBody(reader));
            case 2 -> new SegmentAccepted(SegmentRef.read(reader));
            case 3 -> new RunAccepted(RunRef.read(reader));
            case 4 -> PointsDropped.read(reader);
            case 5 -> Garbage.read(reader);
            case 6 -> new SweepBegun(reader.varint());
            case 7 -> new GenerationDropped(reader.varint("a generation", Integer.MAX_VALUE));
            case 8 -> new RetentionChanged(RetentionPolicy.read(reader));
            case 9 ->
                new Hold(
                        new Position(reader.varint("a generation", Integer.MAX_VALUE), reader.varint()),
                        reader.u8() == 1);
            case 10 -> new Totals(reader.varint(), reader.varint(), reader.varint());
            case 11 -> new SweepDone(reader.varint(), reader.varint());
            default -> throw reader.damaged("a catalog entry (1 to 11)", Integer.toString(code));
        };
    }
}
