package io.farshore.dataplane.inspect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogEntry.Garbage;
import io.farshore.core.catalog.CatalogEntry.GenerationAccepted;
import io.farshore.core.catalog.CatalogEntry.GenerationDropped;
import io.farshore.core.catalog.CatalogEntry.Hold;
import io.farshore.core.catalog.CatalogEntry.PointsDropped;
import io.farshore.core.catalog.CatalogEntry.RetentionChanged;
import io.farshore.core.catalog.CatalogEntry.RunAccepted;
import io.farshore.core.catalog.CatalogEntry.SegmentAccepted;
import io.farshore.core.catalog.CatalogEntry.SweepBegun;
import io.farshore.core.catalog.CatalogEntry.SweepDone;
import io.farshore.core.catalog.CatalogEntry.Totals;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;

/** Puts entries of a catalog into trees. */
final class EntryFields {
    private EntryFields() {}

    /** @param most how many parts of one entry are listed; the others are counted */
    static void put(ObjectNode node, CatalogEntry entry, int most) {
        switch (entry) {
            case GenerationAccepted(var claim) -> Fields.claim(node.put("entry", "generation"), claim);
            case SegmentAccepted(var segment) -> Fields.segment(node.put("entry", "segment"), segment);
            case RunAccepted(var run) -> run(node.put("entry", "run"), run, most);
            case PointsDropped dropped -> dropped(node.put("entry", "points-dropped"), dropped, most);
            case Garbage garbage -> garbage(node.put("entry", "garbage"), garbage, most);
            case SweepBegun(long version) -> node.put("entry", "sweep-begun").put("version", version);
            case SweepDone(long version, long floor) ->
                node.put("entry", "sweep-done").put("version", version).put("floor", floor);
            case GenerationDropped(int generation) ->
                node.put("entry", "generation-dropped").put("generation", generation);
            case RetentionChanged(var retention) ->
                node.put("entry", "retention")
                        .put("retention", retention.retention().toString())
                        .put("fineWindow", retention.fineWindow().toString());
            case Hold(var point, boolean held) ->
                node.put("entry", "hold").put("point", point.toString()).put("held", held);
            case Totals(long ingested, long moved, long index) ->
                node.put("entry", "totals")
                        .put("ingestedBytes", ingested)
                        .put("movedBytes", moved)
                        .put("indexBytes", index);
        }
    }

    private static void run(ObjectNode node, RunRef run, int most) {
        node.put("object", run.name().key())
                .put("generation", run.generation())
                .put("firstSegment", run.firstSegment())
                .put("lastSegment", run.lastSegment())
                .put("end", run.end().toString())
                .put("size", run.size())
                .put("identity", run.identity().toString())
                .put("keptBytes", run.keptBytes())
                .put("entries", run.entries())
                .put("movedBytes", run.movedBytes())
                .put("stepCount", run.steps().size());
        ArrayNode steps = node.putArray("steps");
        run.steps().stream().limit(most).forEach(step -> step(steps.addObject(), step));
    }

    private static void step(ObjectNode node, Step step) {
        node.put("lastSequence", step.lastSequence())
                .put("lastSegment", step.lastSegment())
                .put("lastTime", step.lastTime().toString())
                .put("capturedBytes", step.capturedBytes())
                .put("consistent", step.consistent());
        Fields.marks(node.putArray("marks"), step.marks());
    }

    private static void dropped(ObjectNode node, PointsDropped dropped, int most) {
        node.put("generation", dropped.generation())
                .put("pointCount", dropped.lastSequences().size());
        ArrayNode points = node.putArray("lastSequences");
        dropped.lastSequences().stream().limit(most).forEach(points::add);
    }

    private static void garbage(ObjectNode node, Garbage garbage, int most) {
        node.put("version", garbage.version())
                .put("since", garbage.since().toString())
                .put("objectCount", garbage.objects().size());
        ArrayNode objects = node.putArray("objects");
        garbage.objects().stream().limit(most).forEach(object -> objects.add(object.key()));
    }
}
