package io.farshore.dataplane.verify;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.Entry;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.log.SegmentIndex;
import io.farshore.core.run.Fence;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.PlacedFrame;
import io.farshore.core.run.RunEntry;
import io.farshore.core.run.RunPage;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.Step;
import java.io.IOException;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Works out what damage spoils: walks once through the change log from its start, opening damage where it was written and covering it where
 * something newer was. So it costs the same for one recovery point as for thousands; of the indexes it reads only the pages where there is damage.
 * One thread, once.
 */
final class DamageWalk {
    private final Catalog catalog;
    private final ReplicaKeys keys;
    private final Points points;
    private final Spoils spoils;
    private final SegmentChecker segments;
    private final FrameCodec codec = new FrameCodec();
    private final VisibleDamage visible;

    DamageWalk(Catalog catalog, ReplicaKeys keys, Points points, Spoils spoils, SegmentChecker segments) {
        this.catalog = catalog;
        this.keys = keys;
        this.points = points;
        this.spoils = spoils;
        this.segments = segments;
        visible = new VisibleDamage(spoils);
    }

    /** @param damaged segments only */
    void walk(Map<RunRef, RunFinding> runs, Map<SegmentRef, SegmentFinding> damaged) throws IOException {
        List<RunRef> allRuns = catalog.runs();
        List<SegmentRef> tail = catalog.segments();
        for (GenerationClaim claim : catalog.generations()) {
            int generation = claim.generation();
            boolean goesOn = claim.base() == GenerationClaim.Base.PREVIOUS;
            visible.keep(goesOn ? claim.disks() : List.of(), points.ofGeneration(generation));
            long end = 0;
            for (RunRef run : allRuns) {
                RunFinding finding = runs.get(run);
                if (run.generation() == generation && finding != null) {
                    lay(run, finding, claim, points.after(new Position(generation, end)));
                    end = run.end().sequence();
                }
            }
            for (SegmentRef segment : tail) {
                if (segment.id().generation() == generation) {
                    lay(segment, damaged.get(segment), claim);
                }
            }
        }
        visible.keep(List.of(), points.count());
    }

    /** @param since number of the first point that is made of the run */
    private void lay(RunRef ref, RunFinding finding, GenerationClaim claim, int since) throws IOException {
        String key = keys.object(ref.name());
        IndexRun run = finding.run();
        if (run == null) {
            spoils.whole(key, since, points.endOf(ref.generation()));
            return;
        }
        int[] steps = ref.steps().stream()
                .mapToInt(step -> points.from(end(ref, step)))
                .toArray();
        for (int page = 0; page < run.fences().size(); page++) {
            Fence fence = run.fences().get(page);
            if (fence.disk() < claim.disks().size()) {
                DiskSpec disk = claim.disks().get(fence.disk());
                RunPage readable = finding.badPages.get(page) ? null : page(run, page, finding, disk);
                if (finding.badPages.get(page)) {
                    visible.cover(disk.name(), fence.from(), fence.to(), since);
                    visible.open(key, disk.name(), fence.from(), Math.min(fence.to(), disk.size()), since);
                } else if (readable != null) {
                    lay(readable, finding, disk, steps);
                }
            }
        }
    }

    private static Position end(RunRef run, Step step) {
        return new Position(run.generation(), step.lastSequence());
    }

    /** The page, when it matters. */
    private @Nullable RunPage page(IndexRun run, int number, RunFinding finding, DiskSpec disk) throws IOException {
        Fence fence = run.fences().get(number);
        boolean matters = finding.suspectPages.get(number) || visible.touches(disk.name(), fence.from(), fence.to());
        try {
            return matters ? run.page(number, codec) : null;
        } catch (CorruptDataException e) {
            finding.badPages.set(number); // It could be read a moment ago.
            return null;
        }
    }

    private void lay(RunPage page, RunFinding finding, DiskSpec disk, int[] steps) {
        List<RunEntry> inOrder = page.entries().stream()
                .sorted(Comparator.comparingInt(RunEntry::step))
                .toList();
        for (RunEntry entry : inOrder) {
            int since = steps[entry.step()];
            visible.cover(disk.name(), entry.offset(), entry.end(), since);
            int frame =
                    entry.isZeros() ? page.payload().frames() : page.payload().frameAt(entry.payload());
            long end = entry.payload() + entry.length();
            for (; frame < page.payload().frames() && page.payload().start(frame) < end; frame++) {
                String object = badObject(finding, page.payload().frame(frame));
                if (object != null) {
                    long from = Math.max(entry.payload(), page.payload().start(frame));
                    long to = Math.min(end, page.payload().start(frame + 1));
                    open(object, disk, entry.offset() - entry.payload(), from, to, since);
                }
            }
        }
    }

    private static @Nullable String badObject(RunFinding finding, PlacedFrame placed) {
        return finding.badFrames.isEmpty() ? null : finding.badFrames.get(placed);
    }

    private void lay(SegmentRef segment, @Nullable SegmentFinding finding, GenerationClaim claim) throws IOException {
        int since = points.from(segment.end());
        SegmentIndex index = finding == null ? null : finding.index();
        if (finding != null && index == null) {
            spoils.whole(
                    keys.segment(segment.id()), since, points.endOf(segment.id().generation()));
        } else if (index != null || !visible.isEmpty()) {
            List<Frame> bad = finding == null ? List.of() : finding.badFrames();
            lay(index == null ? segments.index(segment, claim) : index, keys.segment(segment.id()), bad, claim, since);
        }
    }

    private void lay(SegmentIndex index, String key, List<Frame> bad, GenerationClaim claim, int since) {
        for (Entry entry : index.entries()) {
            DiskSpec disk = claim.disks().get(entry.disk());
            visible.cover(disk.name(), entry.offset(), entry.offset() + entry.length(), since);
            if (!entry.isZeros()) {
                for (Frame frame : bad) {
                    long from = Math.max(entry.payload(), frame.plainOffset());
                    long to = Math.min(entry.payload() + entry.length(), frame.plainOffset() + frame.plainLength());
                    open(key, disk, entry.offset() - entry.payload(), from, to, since);
                }
            }
        }
    }

    /** @param shift from the payload to the disk */
    private void open(String object, DiskSpec disk, long shift, long from, long to, int since) {
        visible.open(object, disk.name(), from + shift, Math.min(to + shift, disk.size()), since);
    }
}
