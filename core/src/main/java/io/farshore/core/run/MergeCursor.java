package io.farshore.core.run;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Walks through one input of a merge, disk by disk, and hands on what it says of one window after the other. One thread. */
final class MergeCursor {
    private final MergeInput input;
    private final List<MergeInput.Stretch> stretches;
    private final int firstStep;
    private final List<RunEntry> open = new ArrayList<>();
    private int disk;
    private int at;
    private int loaded = -1;
    private int next;
    private @Nullable RunPage block;

    MergeCursor(MergeInput input, int firstStep) {
        this.input = input;
        this.firstStep = firstStep;
        stretches = input.stretches();
    }

    int nextDisk(int after) {
        int number = at;
        while (number < stretches.size() && stretches.get(number).disk() <= after) {
            number++;
        }
        return number < stretches.size() ? stretches.get(number).disk() : Integer.MAX_VALUE;
    }

    void start(int onDisk) {
        disk = onDisk;
        while (at < stretches.size() && stretches.get(at).disk() < disk) {
            at++;
        }
    }

    private boolean isHere() {
        return at < stretches.size() && stretches.get(at).disk() == disk;
    }

    long nextFrom(long offset) {
        while (isHere() && stretches.get(at).to() <= offset) {
            at++;
        }
        return isHere() ? Math.max(offset, stretches.get(at).from()) : Long.MAX_VALUE;
    }

    long windowEnd(long from) {
        if (!isHere()) {
            return Long.MAX_VALUE;
        }
        MergeInput.Stretch stretch = stretches.get(at);
        return stretch.from() > from ? stretch.from() : stretch.to();
    }

    void collect(long from, long to, int[] outSteps, List<RunMerger.Piece> target) throws IOException {
        if (!isHere() || stretches.get(at).from() >= to) {
            return;
        }
        RunPage page = load();
        while (next < page.entries().size() && page.entries().get(next).offset() < to) {
            open.add(page.entries().get(next++));
        }
        for (RunEntry entry : open) {
            long start = Math.max(from, entry.offset());
            long end = Math.min(to, entry.end());
            int step = firstStep + entry.step();
            long payload = entry.isZeros() ? RunEntry.ZEROS : entry.payload() + (start - entry.offset());
            target.add(new RunMerger.Piece(start, end - start, step, outSteps[step], page.payload(), payload));
        }
        open.removeIf(entry -> entry.end() <= to);
    }

    private RunPage load() throws IOException {
        RunPage page = block;
        if (page == null || loaded != at) {
            page = input.load(at);
            block = page;
            loaded = at;
            next = 0;
            open.clear();
        }
        return page;
    }
}
