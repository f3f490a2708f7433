package io.farshore.core.catalog;

import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Mark;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.log.SegmentId;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import io.farshore.core.run.StoredName;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Fixed values that many tests start from. */
final class Examples {
    static final UUID MACHINE = UUID.fromString("5b6a1d2e-0f3c-4c57-9a70-1f2e3d4c5b6a");
    static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789012Z");

    private Examples() {}

    /** A segment of generation 1 that ends at sequence ten times its number, a second after the one before. */
    static SegmentRef segment(long number, boolean consistent, Mark... marks) {
        return segment(1, number, 10 * number, consistent, marks);
    }

    static SegmentRef segment(int generation, long number, long lastSequence, boolean consistent, Mark... marks) {
        return new SegmentRef(
                new SegmentId(generation, number),
                lastSequence,
                TIME.plusSeconds(number - 1),
                TIME.plusSeconds(number),
                1000 + number,
                new ObjectHash(number, 2, 3, 4),
                100 * number,
                consistent,
                List.of(marks));
    }

    static GenerationClaim generation(int generation) {
        return generation(generation, Base.EMPTY);
    }

    static GenerationClaim generation(int generation, Base base) {
        return new GenerationClaim(
                MACHINE,
                "web-1",
                generation,
                new UUID(generation, 7),
                TIME,
                base,
                List.of(new DiskSpec("vda", 1 << 30), new DiskSpec("vdb", 1 << 20)),
                "<domain/>");
    }

    static CatalogEntry start() {
        return new CatalogEntry.GenerationAccepted(generation(1));
    }

    static RunRef run(StoredName.OfRun name, int generation, long firstSegment, List<Step> steps) {
        return new RunRef(
                name,
                generation,
                firstSegment,
                500 + steps.size(),
                new ObjectHash(7, 7, 7, steps.size()),
                5,
                6,
                40,
                steps);
    }

    static CatalogEntry entry(long number) {
        return new CatalogEntry.SegmentAccepted(segment(number, true));
    }
}
