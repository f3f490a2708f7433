package io.farshore.dataplane.view;

import io.farshore.core.log.Frame;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Which frames a range of a disk is in, computed before anything of them is read. What is in no frame is zeros. */
final class ReadPlan {
    private static final int LONGEST_RUN = 32;
    private static final Comparator<Piece> BY_FRAME = Comparator.comparingLong(Piece::frameId);

    private final int mostFrames;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Zeros> zeros = new ArrayList<>();
    private int frames;

    /**
     * Part of a frame that is part of the range.
     *
     * @param object its ordinal
     * @param number of the frame in the object
     * @param from in the frame
     * @param at in the range
     */
    record Piece(int object, int number, Frame frame, int from, int length, int at) {
        long frameId() {
            return FrameRun.id(object, number);
        }
    }

    /** Zeros in the range. */
    record Zeros(int at, int length) {}

    /** A run of frames and the pieces in them, sorted by frame. */
    record Batch(FrameRun run, List<Piece> pieces) {}

    private ReadPlan(int mostFrames) {
        this.mostFrames = mostFrames;
    }

    static ReadPlan of(Layers layers, int disk, long offset, int length) throws IOException {
        return of(layers, disk, offset, length, Integer.MAX_VALUE);
    }

    /** @param mostFrames what lies behind so many frames, in the order of the disk, is left out */
    static ReadPlan of(Layers layers, int disk, long offset, int length, int mostFrames) throws IOException {
        ReadPlan plan = new ReadPlan(mostFrames);
        layers.forEach(disk, offset, length, (from, count, source, address) -> {
            int at = (int) (from - offset);
            if (source == null) {
                plan.zeros.add(new Zeros(at, (int) count));
            } else {
                plan.add(at, (int) count, source, address);
            }
        });
        plan.pieces.sort(BY_FRAME);
        return plan;
    }

    List<Zeros> zeros() {
        return zeros;
    }

    /** What to read together, in the order of the objects. */
    List<Batch> batches() {
        List<Batch> batches = new ArrayList<>();
        for (int from = 0; from < pieces.size(); ) {
            Piece first = pieces.get(from);
            List<Frame> adjacent = new ArrayList<>();
            adjacent.add(first.frame);
            int to = from + 1;
            while (to < pieces.size() && goesOn(pieces.get(to - 1), pieces.get(to), adjacent.size())) {
                if (pieces.get(to).number != pieces.get(to - 1).number) {
                    adjacent.add(pieces.get(to).frame);
                }
                to++;
            }
            batches.add(new Batch(new FrameRun(first.object, first.number, adjacent), pieces.subList(from, to)));
            from = to;
        }
        return batches;
    }

    private static boolean goesOn(Piece before, Piece next, int frames) {
        if (next.object != before.object || next.number > before.number + 1) {
            return false;
        }
        return next.number == before.number || frames < LONGEST_RUN;
    }

    private void add(int at, int length, FrameSource source, long address) {
        int number = source.frameAt(address);
        for (int done = 0; done < length && frames < mostFrames; number++) {
            int from = (int) (address + done - source.start(number));
            int count = (int) Math.min(length - done, source.start(number + 1) - address - done);
            addPiece(new Piece(
                    source.object(number), source.inObject(number), source.frame(number), from, count, at + done));
            done += count;
        }
    }

    private void addPiece(Piece piece) {
        if (pieces.isEmpty() || pieces.getLast().frameId() != piece.frameId()) {
            frames++;
        }
        pieces.add(piece);
    }
}
