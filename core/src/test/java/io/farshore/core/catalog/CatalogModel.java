package io.farshore.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.CatalogEntry.Garbage;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/** What a catalog must say, kept in plain lists and found by looking through all of them. */
final class CatalogModel {
    final List<GenerationClaim> generations = new ArrayList<>();
    final List<SegmentRef> segments = new ArrayList<>();
    final List<RunRef> runs = new ArrayList<>();
    final Set<Position> dropped = new HashSet<>();
    final Set<Position> holds = new TreeSet<>();
    final List<Garbage> garbage = new ArrayList<>();
    RetentionPolicy retention = RetentionPolicy.DEFAULT;
    long boundary;
    long swept;
    long floor;
    private long ingested;
    private long moved;
    private long index;

    void apply(CatalogEntry entry) {
        switch (entry) {
            case CatalogEntry.GenerationAccepted(var claim) -> generations.add(claim);
            case CatalogEntry.SegmentAccepted(var segment) -> {
                segments.add(segment);
                ingested += segment.size();
            }
            case CatalogEntry.RunAccepted(var run) -> {
                segments.removeIf(segment -> segment.id().generation() == run.generation()
                        && segment.id().number() >= run.firstSegment()
                        && segment.id().number() <= run.lastSegment());
                runs.removeIf(old -> old.generation() == run.generation()
                        && old.firstSegment() >= run.firstSegment()
                        && old.lastSegment() <= run.lastSegment());
                runs.add(run);
                runs.sort((one, other) -> one.end().compareTo(other.end()));
                moved += run.movedBytes();
                index += run.size();
            }
            case CatalogEntry.PointsDropped(int generation, var sequences) ->
                sequences.forEach(sequence -> dropped.add(new Position(generation, sequence)));
            case Garbage added -> garbage.add(added);
            case CatalogEntry.SweepBegun(long version) -> boundary = version;
            case CatalogEntry.SweepDone(long version, long newFloor) -> {
                swept = version;
                floor = newFloor;
                garbage.removeIf(each -> each.version() <= version);
            }
            case CatalogEntry.GenerationDropped(int generation) -> {
                generations.removeIf(claim -> claim.generation() == generation);
                segments.removeIf(segment -> segment.id().generation() == generation);
                runs.removeIf(run -> run.generation() == generation);
            }
            case CatalogEntry.RetentionChanged(var settings) -> retention = settings;
            case CatalogEntry.Hold(var point, boolean held) -> {
                if (held) {
                    holds.add(point);
                } else {
                    holds.remove(point);
                }
            }
            case CatalogEntry.Totals totals -> throw new IllegalStateException("committed: " + totals);
        }
    }

    List<Step> steps(int generation) {
        List<Step> steps = new ArrayList<>();
        runs.stream().filter(run -> run.generation() == generation).forEach(run -> steps.addAll(run.steps()));
        segments.stream()
                .filter(segment -> segment.id().generation() == generation)
                .forEach(segment -> steps.add(segment.step()));
        return steps;
    }

    List<Position> points() {
        List<Position> points = new ArrayList<>();
        for (GenerationClaim claim : generations) {
            for (Step step : steps(claim.generation())) {
                Position end = new Position(claim.generation(), step.lastSequence());
                if (step.consistent() && !dropped.contains(end)) {
                    points.add(end);
                }
            }
        }
        return points;
    }

    void check(Catalog catalog) {
        assertThat(catalog.generations()).isEqualTo(generations);
        assertThat(catalog.runs()).isEqualTo(runs);
        assertThat(catalog.segments()).isEqualTo(segments);
        assertThat(catalog.points()).extracting(RecoveryPoint::position).isEqualTo(points());
        assertThat(catalog.retention()).isEqualTo(retention);
        assertThat(catalog.holds()).isEqualTo(holds);
        assertThat(catalog.garbage()).isEqualTo(garbage);
        assertThat(catalog.sweepBegun()).isEqualTo(boundary);
        assertThat(catalog.sweepDone()).isEqualTo(swept);
        assertThat(catalog.floor()).isEqualTo(floor);
        assertThat(catalog.totals()).isEqualTo(new CatalogEntry.Totals(ingested, moved, index));
        checkNewest(catalog);
        points().forEach(point -> checkParts(catalog, point));
    }

    private void checkNewest(Catalog catalog) {
        List<Step> steps =
                generations.isEmpty() ? List.of() : steps(generations.getLast().generation());
        if (steps.isEmpty()) {
            assertThat(catalog.newest()).isNull();
        } else {
            assertThat(catalog.newest())
                    .isEqualTo(LastSegment.of(generations.getLast().generation(), steps.getLast()));
        }
    }

    /** What a view is made of stands for each segment of its generations up to the point once, and for none of another. */
    private void checkParts(Catalog catalog, Position point) {
        TreeSet<Integer> lineage = new TreeSet<>();
        for (GenerationClaim claim : generations.reversed()) {
            boolean wanted = lineage.isEmpty() ? claim.generation() == point.generation() : true;
            if (wanted) {
                lineage.add(claim.generation());
                if (claim.base() == GenerationClaim.Base.EMPTY) {
                    break;
                }
            }
        }
        assertThat(catalog.lineage(point))
                .extracting(GenerationClaim::generation)
                .containsExactlyElementsOf(lineage);
        assertThat(catalog.segmentsUpTo(point))
                .isEqualTo(segments.stream()
                        .filter(segment -> lineage.contains(segment.id().generation())
                                && segment.end().compareTo(point) <= 0)
                        .toList());
        assertThat(catalog.runsUpTo(point))
                .isEqualTo(runs.stream()
                        .filter(run ->
                                lineage.contains(run.generation()) && start(run).compareTo(point) < 0)
                        .toList());
    }

    private Position start(RunRef run) {
        return runs.stream()
                .filter(other -> other.generation() == run.generation() && other.lastSegment() < run.firstSegment())
                .map(RunRef::end)
                .max(Position::compareTo)
                .orElse(new Position(run.generation(), 0));
    }
}
