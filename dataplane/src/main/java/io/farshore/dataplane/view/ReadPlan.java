package io.farshore.dataplane.view;

import io.farshore.core.extent.ExtentMap;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which frames a range of a disk is in, computed before anything is read. What is in no frame is zeros. */
final class ReadPlan {
    private static final int LONGEST_RUN = 32;
    private static final Comparator<Piece> BY_FRAME =
            Comparator.comparingLong((Piece piece) -> FrameRun.id(piece.segment, piece.frame));

    private final List<FrameTable> segments;
    private final int mostFrames;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Zeros> zeros = new ArrayList<>();
    private int frames;

    /**
     * Part of a frame that is part of the range.
     *
     * @param from in the frame
     * @param at in the range
     */
    record Piece(int segment, int frame, int from, int length, int at) {}

    /** Zeros in the range. */
    record Zeros(int at, int length) {}

    /** A run of frames and the pieces in them, sorted by frame. */
    record Batch(FrameRun run, List<Piece> pieces) {}

    private ReadPlan(List<FrameTable> segments, int mostFrames) {
        this.segments = segments;
        this.mostFrames = mostFrames;
    }

    static ReadPlan of(ExtentMap map, List<FrameTable> segments, long offset, int length) {
        return of(map, segments, offset, length, Integer.MAX_VALUE);
    }

    /** @param mostFrames what lies behind so many frames, in the order of the disk, is left out */
    static ReadPlan of(ExtentMap map, List<FrameTable> segments, long offset, int length, int mostFrames) {
        ReadPlan plan = new ReadPlan(segments, mostFrames);
        map.forEach(
                offset,
                length,
                (partOffset, partLength, address) -> plan.add((int) (partOffset - offset), (int) partLength, address));
        plan.pieces.sort(BY_FRAME);
        return plan;
    }

    List<Zeros> zeros() {
        return zeros;
    }

    /** What to read together, in the order of the segments. */
    List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < pieces.size(); ) {
            int to = batchEnd(from);
            Piece first = pieces.get(from);
            FrameRun run = new FrameRun(first.segment, first.frame, pieces.get(to - 1).frame);
            batches.add(new Batch(run, pieces.subList(from, to)));
            from = to;
        }
        return batches;
    }

    private int batchEnd(int from) {
        Piece first = pieces.get(from);
        int to = from + 1;
        while (to < pieces.size()) {
            Piece before = pieces.get(to - 1);
            Piece next = pieces.get(to);
            boolean adjacent = next.segment == first.segment && next.frame <= before.frame + 1;
            if (!adjacent || next.frame - first.frame >= LONGEST_RUN) {
                return to;
            }
            to++;
        }
        return to;
    }

    private void add(int at, int length, long address) {
        if (address < 0) {
            zeros.add(new Zeros(at, length));
            return;
        }
        int segment = PointMap.segmentOf(address);
        FrameTable table = segments.get(segment);
        int payload = (int) PointMap.payloadOf(address);
        for (int done = 0; done < length && frames < mostFrames; ) {
            int frame = table.frameAt(payload + done);
            int from = payload + done - table.plainOffset(frame);
            int count = Math.min(length - done, table.plainOffset(frame + 1) - table.plainOffset(frame) - from);
            addPiece(new Piece(segment, frame, from, count, at + done));
            done += count;
        }
    }

    private void addPiece(Piece piece) {
        Piece last = pieces.isEmpty() ? null : pieces.getLast();
        if (last == null || last.segment != piece.segment || last.frame != piece.frame) {
            frames++;
        }
        pieces.add(piece);
    }
}
