package io.farshore.core.run;

import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.extent.ExtentMap;
import io.farshore.core.log.FrameCodec;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/**
 * Merges inputs that follow each other in the change log into one run, in one pass over the disks. Of the changes between two steps that
 * are kept only the newest to each byte stays. Holds one block of each input in memory, and the run that it makes. One thread.
 */
public final class RunMerger {
    private static final Comparator<Piece> IN_LOG_ORDER = Comparator.comparingInt(Piece::step);
    private static final Comparator<Piece> BY_OFFSET =
            Comparator.comparingLong(Piece::offset).thenComparingInt(Piece::outStep);

    private final List<MergeCursor> cursors = new ArrayList<>();
    private final int[] outSteps;
    private final RunBuilder builder;
    private final Relocation relocation;
    private List<Piece> window = new ArrayList<>();

    /**
     * Part of an entry.
     *
     * @param step among the steps of all inputs
     * @param outStep among those of the run
     */
    record Piece(long offset, long length, int step, int outStep, Payload payload, long at) {
        long end() {
            return offset + length;
        }

        Piece part(long from, long to) {
            return new Piece(from, to - from, step, outStep, payload, at < 0 ? at : at + (from - offset));
        }
    }

    private RunMerger(List<MergeInput> inputs, int[] outSteps, RunBuilder builder, Relocation relocation) {
        this.outSteps = outSteps;
        this.builder = builder;
        this.relocation = relocation;
        int step = 0;
        for (MergeInput input : inputs) {
            cursors.add(new MergeCursor(input, step));
            step += input.steps();
        }
    }

    /**
     * Merges.
     *
     * @param inputs oldest first
     * @param outSteps for each step of the inputs, in order, to which step of the run it comes; never falling, each step of the run
     *     at least once, the last the last
     * @param objects what there is to know of the objects that the inputs point into
     * @param cipher of the run
     */
    public static BuiltRun merge(
            RunHeader header,
            List<MergeInput> inputs,
            int[] outSteps,
            Collection<ObjectUse> objects,
            Relocation relocation,
            FrameCodec codec,
            ObjectCipher cipher)
            throws IOException {
        return merge(header, inputs, outSteps, objects, relocation, codec, cipher, RunPage.ENTRIES);
    }

    /** @param pageEntries a page is cut after so many entries */
    static BuiltRun merge(
            RunHeader header,
            List<MergeInput> inputs,
            int[] outSteps,
            Collection<ObjectUse> objects,
            Relocation relocation,
            FrameCodec codec,
            ObjectCipher cipher,
            int pageEntries)
            throws IOException {
        if (!(header.name() instanceof StoredName.OfRun)) {
            throw new IllegalArgumentException(header + " is not that of a run");
        }
        int steps = outSteps[outSteps.length - 1] + 1;
        RunBuilder builder = new RunBuilder(header, steps, codec, cipher, pageEntries);
        new RunMerger(inputs, outSteps.clone(), builder, relocation).run();
        return builder.done(objects);
    }

    private void run() throws IOException {
        for (int disk = nextDisk(-1); disk < Integer.MAX_VALUE; disk = nextDisk(disk)) {
            for (MergeCursor cursor : cursors) {
                cursor.start(disk);
            }
            for (long from = nextFrom(0); from < Long.MAX_VALUE; ) {
                long to = windowEnd(from);
                for (MergeCursor cursor : cursors) {
                    cursor.collect(from, to, outSteps, window);
                }
                emit(disk, from);
                from = nextFrom(to);
            }
        }
    }

    private int nextDisk(int disk) {
        return cursors.stream().mapToInt(cursor -> cursor.nextDisk(disk)).min().orElse(Integer.MAX_VALUE);
    }

    private long nextFrom(long at) {
        return cursors.stream().mapToLong(cursor -> cursor.nextFrom(at)).min().orElse(Long.MAX_VALUE);
    }

    private long windowEnd(long from) {
        return cursors.stream()
                .mapToLong(cursor -> cursor.windowEnd(from))
                .min()
                .orElse(Long.MAX_VALUE);
    }

    /** Writes what the window holds: for each step of the run the newest of what came after the step before. */
    private void emit(int disk, long from) {
        window.sort(IN_LOG_ORDER);
        List<Piece> kept = new ArrayList<>(window.size());
        for (int first = 0; first < window.size(); ) {
            int last = first;
            while (last + 1 < window.size()
                    && window.get(last + 1).outStep() == window.get(first).outStep()) {
                last++;
            }
            keepNewest(window.subList(first, last + 1), from, kept);
            first = last + 1;
        }
        kept.sort(BY_OFFSET);
        for (Piece piece : kept) {
            builder.reached(disk, piece.offset());
            relocation.place(piece, builder::add);
        }
        window = new ArrayList<>();
    }

    private static void keepNewest(List<Piece> pieces, long base, List<Piece> kept) {
        if (pieces.getFirst().step() == pieces.getLast().step()) {
            kept.addAll(pieces);
            return;
        }
        ExtentMap map = new ExtentMap();
        long[] starts = new long[pieces.size() + 1];
        for (int i = 0; i < pieces.size(); i++) {
            Piece piece = pieces.get(i);
            map.put(piece.offset() - base, piece.length(), starts[i]);
            starts[i + 1] = starts[i] + piece.length();
        }
        map.<RuntimeException>forEachMapped((offset, length, address) -> {
            long at = address;
            while (at < address + length) {
                int number = indexOf(starts, at);
                Piece piece = pieces.get(number);
                long partEnd = Math.min(address + length, starts[number + 1]);
                long start = base + offset + (at - address);
                Piece part = piece.part(start, start + (partEnd - at));
                kept.add(part);
                at = partEnd;
            }
        });
    }

    private static int indexOf(long[] starts, long address) {
        int found = Arrays.binarySearch(starts, address);
        return found >= 0 ? found : -found - 2;
    }
}
