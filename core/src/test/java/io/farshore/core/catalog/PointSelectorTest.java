package io.farshore.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Mark;
import io.farshore.core.log.MarkKind;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.log.Position;
import io.farshore.core.log.SegmentId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Which recovery point people mean, and which segments it is made of. */
class PointSelectorTest {
    private static final Instant START = Instant.parse("2026-05-01T10:00:00Z");

    private final List<GenerationClaim> generations = new ArrayList<>();
    private final List<SegmentRef> segments = new ArrayList<>();

    /**
     * Generation 1: a copy up to 1.30 (no points), then 1.40, 1.50 (marked "nightly"), a gap (1.60), 1.70. Generation 2 goes on:
     * 2.10 ("nightly" again). Generation 4 starts anew: 4.5 (copying), 4.15 (named "1.40"), 4.25.
     */
    private Catalog catalog() {
        generations.clear();
        segments.clear();
        generation(1, Base.EMPTY);
        segment(1, 1, 10, 1, false, "");
        segment(1, 2, 30, 2, false, "");
        segment(1, 3, 40, 3, true, "");
        segment(1, 4, 50, 4, true, "nightly");
        segment(1, 5, 60, 5, false, "");
        segment(1, 6, 70, 6, true, "");
        generation(2, Base.PREVIOUS);
        segment(2, 1, 10, 10, true, "nightly");
        generation(4, Base.EMPTY);
        segment(4, 1, 5, 11, false, "");
        segment(4, 2, 15, 12, true, "1.40");
        segment(4, 3, 25, 13, true, "");
        ReplicaDescriptor descriptor = new ReplicaDescriptor(Examples.MACHINE, "web-1", START);
        return catalog(descriptor);
    }

    private Catalog catalog(ReplicaDescriptor descriptor) {
        CatalogState state = new CatalogState();
        for (GenerationClaim claim : generations) {
            state.apply(new CatalogEntry.GenerationAccepted(claim));
            segments.stream()
                    .filter(segment -> segment.id().generation() == claim.generation())
                    .forEach(segment -> state.apply(new CatalogEntry.SegmentAccepted(segment)));
        }
        return state.catalog(descriptor, CatalogPointer.NONE);
    }

    private void generation(int generation, Base base) {
        generations.add(Examples.generation(generation, base));
    }

    private void segment(int generation, long number, long last, int seconds, boolean consistent, String name) {
        Instant time = START.plusSeconds(seconds);
        List<Mark> marks = name.isEmpty() ? List.of() : List.of(new Mark(last, time, MarkKind.APP_CONSISTENT, name));
        segments.add(new SegmentRef(
                new SegmentId(generation, number),
                last,
                time,
                time,
                100,
                new ObjectHash(0, 0, 0, 0),
                0,
                consistent,
                marks));
    }

    private String selected(String text) {
        return PointSelector.parse(text).in(catalog()).id();
    }

    @Test
    void findsThePointsByIdTimePositionAndName() {
        assertThat(catalog().points())
                .extracting(RecoveryPoint::id)
                .containsExactly("1.40", "1.50", "1.70", "2.10", "4.15", "4.25");
        assertThat(selected("latest")).isEqualTo("4.25");
        assertThat(selected(" latest ")).isEqualTo("4.25");
        assertThat(selected("1.50")).isEqualTo("1.50");
        assertThat(selected("nightly")).as("the newest of that name").isEqualTo("2.10");
    }

    @Test
    void aPositionBetweenPointsIsTheOneBefore() {
        assertThat(selected("1.49")).isEqualTo("1.40");
        assertThat(selected("1.69")).as("in a gap").isEqualTo("1.50");
        assertThat(selected("1.71")).isEqualTo("1.70");
        assertThat(selected("1.999999999999999999")).isEqualTo("1.70");
        assertThat(selected("2.9")).isEqualTo("1.70");
        assertThat(selected("3.1")).as("of a generation that never was").isEqualTo("2.10");
        assertThat(selected("4.14")).as("while it is copied").isEqualTo("2.10");
    }

    @Test
    void aTimeIsTheNewestPointAtOrBefore() {
        assertThat(selected("2026-05-01T10:00:04Z")).isEqualTo("1.50");
        assertThat(selected("2026-05-01T10:00:04.000001Z")).isEqualTo("1.50");
        assertThat(selected("2026-05-01T10:00:03.999999999Z")).isEqualTo("1.40");
        assertThat(selected("2026-05-01 12:00:05+02:00")).isEqualTo("1.50");
        assertThat(selected("2026-05-01t10:00:11z")).isEqualTo("2.10");
        assertThat(selected("2030-01-01T00:00:00Z")).isEqualTo("4.25");
    }

    @Test
    void anIdIsThatPointEvenWhereAnotherHasItsName() {
        assertThat(selected("1.40")).isEqualTo("1.40");
    }

    @Test
    void whatIsNotThereIsAnsweredWithWhatThereIs() {
        refused("2026-05-01T10:00:02.999Z", "before the first recovery point", "1.40", "2026-05-01T10:00:03Z");
        refused("1.39", "before the first recovery point", "1.40");
        refused("4.26", "after the newest recovery point", "4.25", "2026-05-01T10:00:13Z");
        refused("weekly", "'weekly'", "latest", "2026-05-01T10:00:03Z", "2026-05-01T10:00:13Z", "farshore points");
        refused("2026-05-01T10:00:04", "RFC 3339");
        assertThatThrownBy(() -> PointSelector.parse("  ")).isInstanceOf(IllegalArgumentException.class);
    }

    private void refused(String text, String... said) {
        assertThatThrownBy(() -> selected(text))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(said);
    }

    @Test
    void aMachineWithoutPointsSaysSo() {
        generation(1, Base.EMPTY);
        segment(1, 1, 10, 1, false, "");
        Catalog copying = catalog(new ReplicaDescriptor(Examples.MACHINE, "web-1", START));
        assertThatThrownBy(() -> PointSelector.parse("latest").in(copying))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("web-1", "no recovery point yet");
    }

    @Test
    void aPointSaysWhatItIs() {
        RecoveryPoint nightly = PointSelector.parse("1.50").in(catalog());
        assertThat(nightly)
                .isEqualTo(new RecoveryPoint(
                        new Position(1, 50),
                        "nightly",
                        "AppConsistent",
                        START.plusSeconds(4),
                        List.of("vda", "vdb"),
                        true));
        assertThat(PointSelector.parse("1.70").in(catalog()).marked()).isFalse();
    }

    @Test
    void aPointIsMadeOfItsGenerationAndThoseThatItContinues() {
        assertThat(parts(1, 40)).containsExactly("1/1", "1/2", "1/3");
        assertThat(parts(1, 70)).containsExactly("1/1", "1/2", "1/3", "1/4", "1/5", "1/6");
        assertThat(parts(2, 10)).containsExactly("1/1", "1/2", "1/3", "1/4", "1/5", "1/6", "2/1");
        assertThat(parts(4, 15)).containsExactly("4/1", "4/2");
        assertThat(parts(4, 25)).containsExactly("4/1", "4/2", "4/3");
    }

    private List<String> parts(int generation, long sequence) {
        return catalog().segmentsUpTo(new Position(generation, sequence)).stream()
                .map(segment -> segment.id().generation() + "/" + segment.id().number())
                .toList();
    }
}
