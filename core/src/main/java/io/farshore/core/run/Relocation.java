package io.farshore.core.run;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;

/** Where payload has moved to, by the object that it was in. A piece of payload that is still needed has moved as a whole. One thread. */
public final class Relocation {
    private final Map<StoredName, List<Move>> moves = new HashMap<>();

    /**
     * A range of an object's payload and where it is now.
     *
     * @param from in the payload of the old object
     * @param target where it is now
     * @param at in the target's payload
     */
    public record Move(long from, long length, Payload target, long at) {}

    /** Nothing moves. */
    public static Relocation none() {
        return new Relocation();
    }

    /** Says where part of an object went; call in the order of {@code from} for each object. */
    public void moved(StoredName object, Move move) {
        moves.computeIfAbsent(object, name -> new ArrayList<>()).add(move);
    }

    public boolean isEmpty() {
        return moves.isEmpty();
    }

    /** Hands on the piece as one or more entries that point to where its payload is now. */
    void place(RunMerger.Piece piece, BiConsumer<RunEntry, Payload> target) {
        if (piece.at() < 0 || moves.isEmpty()) {
            target.accept(new RunEntry(piece.offset(), piece.length(), piece.outStep(), piece.at()), piece.payload());
            return;
        }
        piece.payload()
                .forEachFrame(
                        piece.at(),
                        piece.length(),
                        (frame, inFrame, inRange, length) ->
                                placeInFrame(piece, frame, inFrame, inRange, length, target));
    }

    private void placeInFrame(
            RunMerger.Piece piece,
            PlacedFrame placed,
            long inFrame,
            long inRange,
            long length,
            BiConsumer<RunEntry, Payload> target) {
        long offset = piece.offset() + inRange;
        List<Move> ofObject = moves.get(placed.object());
        if (ofObject == null) {
            target.accept(new RunEntry(offset, length, piece.outStep(), piece.at() + inRange), piece.payload());
            return;
        }
        long inObject = placed.frame().plainOffset() + inFrame;
        long end = inObject + length;
        for (long at = inObject; at < end; ) {
            Move move = moveOf(ofObject, placed.object(), at);
            long partEnd = Math.min(end, move.from() + move.length());
            RunEntry entry = new RunEntry(
                    offset + (at - inObject), partEnd - at, piece.outStep(), move.at() + (at - move.from()));
            target.accept(entry, move.target());
            at = partEnd;
        }
    }

    private static Move moveOf(List<Move> ofObject, StoredName object, long at) {
        int low = 0;
        int high = ofObject.size() - 1;
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (ofObject.get(middle).from() <= at) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        Move move = ofObject.get(low);
        if (at < move.from() || at >= move.from() + move.length()) {
            throw new IllegalStateException("byte %d of %s is needed and was not moved".formatted(at, object));
        }
        return move;
    }
}
