package io.farshore.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.catalog.CatalogEntry.GenerationAccepted;
import io.farshore.core.catalog.CatalogEntry.SegmentAccepted;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.format.Damage;
import io.farshore.core.format.Golden;
import io.farshore.core.log.Mark;
import io.farshore.core.log.MarkKind;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.log.Position;
import io.farshore.core.log.SegmentId;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.run.StoredName;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The objects of a replica: read for ever, and never read wrong. */
class CatalogObjectsTest {
    private static final ReplicaDescriptor REPLICA =
            new ReplicaDescriptor(Examples.MACHINE, "web-1.example", Examples.TIME);
    private static final EpochClaim EPOCH = new EpochClaim(Examples.MACHINE, 9, new UUID(3, 4), Examples.TIME);
    private static final CatalogPointer POINTER =
            new CatalogPointer(9, 8191, new ObjectHash(1L << 62, -2, 3, Long.MIN_VALUE));
    private static final CatalogObject CATALOG = new CatalogObject(
            Examples.MACHINE,
            9,
            8192,
            new UUID(3, 4),
            new CatalogPointer(2, 4096, new ObjectHash(5, 6, 7, 8)),
            List.of(
                    new GenerationAccepted(Examples.generation(1)),
                    new SegmentAccepted(Examples.segment(1, false)),
                    new SegmentAccepted(
                            Examples.segment(2, true, new Mark(20, Examples.TIME, MarkKind.NAMED, "before \u20ac"))),
                    new CatalogEntry.RunAccepted(Examples.run(
                            new StoredName.OfRun(8, 300),
                            1,
                            1,
                            List.of(
                                    Examples.segment(1, false).step(),
                                    Examples.segment(2, true, new Mark(20, Examples.TIME, MarkKind.NAMED, "nightly"))
                                            .step()))),
                    new CatalogEntry.PointsDropped(1, List.of(20L, 30L, 1L << 40)),
                    new CatalogEntry.Garbage(
                            8192,
                            Examples.TIME,
                            List.of(
                                    new StoredName.OfSegment(new SegmentId(1, 2)),
                                    new StoredName.OfData(7, 1),
                                    new StoredName.OfRun(7, 299))),
                    new CatalogEntry.SweepBegun(8191),
                    new CatalogEntry.GenerationDropped(1),
                    new CatalogEntry.RetentionChanged(new RetentionPolicy(Duration.ofDays(90), Duration.ofMinutes(30))),
                    new CatalogEntry.Hold(new Position(2, 77), true),
                    new CatalogEntry.Hold(new Position(2, 78), false),
                    new CatalogEntry.Totals(1L << 45, 3, 4000),
                    new CatalogEntry.SweepDone(8000, 4096)));

    private static final Map<String, byte[]> WRITTEN = Map.of(
            "replica",
            REPLICA.toBytes(),
            "epoch",
            EPOCH.toBytes(),
            "catalog-pointer",
            POINTER.toBytes(Examples.MACHINE),
            "catalog",
            CATALOG.toBytes());
    private static final Map<String, Damage.Parser> PARSERS = Map.of(
            "replica", bytes -> ReplicaDescriptor.parse("it", bytes),
            "epoch", bytes -> EpochClaim.parse("it", bytes),
            "catalog-pointer", bytes -> CatalogPointer.parse("it", bytes, Examples.MACHINE),
            "catalog", bytes -> CatalogObject.parse("it", bytes, Examples.MACHINE, 9, 8192, Spans.DEFAULT));

    @Test
    void goldenFilesAreReadAndWrittenAsEver() throws IOException {
        assertThat(ReplicaDescriptor.parse("it", Golden.sameBytes("replica", REPLICA.toBytes())))
                .isEqualTo(REPLICA);
        assertThat(EpochClaim.parse("it", Golden.sameBytes("epoch", EPOCH.toBytes())))
                .isEqualTo(EPOCH);
        byte[] pointer = Golden.sameBytes("catalog-pointer", POINTER.toBytes(Examples.MACHINE));
        assertThat(CatalogPointer.parse("it", pointer, Examples.MACHINE)).isEqualTo(POINTER);
        byte[] catalog = Golden.sameBytes("catalog", CATALOG.toBytes());
        assertThat(CatalogObject.parse("it", catalog, Examples.MACHINE, 9, 8192, Spans.DEFAULT))
                .isEqualTo(CATALOG);
    }

    @Test
    void allDamageIsFound() {
        WRITTEN.forEach((format, bytes) -> Damage.isFoundEverywhere(bytes, parser(format)));
    }

    @Seeded(count = 500)
    void whatMadWritersWroteIsReadOrRefused(RandomGenerator random) {
        WRITTEN.forEach((format, bytes) ->
                Damage.isRead(Damage.alteredEnvelope(bytes, random), parser(format), "another " + format));
    }

    @Test
    void aNewerVersionIsTooNewAndNotDamaged() {
        WRITTEN.forEach(
                (format, bytes) -> assertThatThrownBy(() -> parser(format).parse(Golden.ofNextVersion(bytes)))
                        .isInstanceOf(FormatTooNewException.class)
                        .hasMessageContaining(format));
    }

    @Test
    void anObjectInAnothersPlaceIsDamage() {
        byte[] bytes = CATALOG.toBytes();
        Damage.requireRefused(
                bytes, all -> CatalogObject.parse("it", all, new UUID(1, 1), 9, 8192, Spans.DEFAULT), "machine");
        Damage.requireRefused(
                bytes, all -> CatalogObject.parse("it", all, Examples.MACHINE, 8, 8192, Spans.DEFAULT), "epoch");
        Damage.requireRefused(
                bytes, all -> CatalogObject.parse("it", all, Examples.MACHINE, 9, 4096, Spans.DEFAULT), "version");
        byte[] pointer = POINTER.toBytes(Examples.MACHINE);
        Damage.requireRefused(pointer, all -> CatalogPointer.parse("it", all, new UUID(1, 1)), "machine");
    }

    private static Damage.Parser parser(String format) {
        Damage.Parser parser = PARSERS.get(format);
        if (parser == null) {
            throw new IllegalArgumentException(format);
        }
        return parser;
    }
}
