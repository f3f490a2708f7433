package io.farshore.core.run;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Gathers the entries of one page, joins neighbours, and numbers the frames that they point into. One thread. */
final class PageBuilder {
    private final List<PlacedFrame> frames = new ArrayList<>();
    private final List<Long> starts = new ArrayList<>();
    private final Map<FrameName, Integer> numbers = new HashMap<>();
    private final List<RunEntry> entries = new ArrayList<>();
    /** The last entry of each step, by its place in {@link #entries}. */
    private final Map<Integer, Integer> lastOfStep = new HashMap<>();

    private final int longest;
    private long plainLength;
    private long to;

    /** @param longest the page can be cut after so many entries */
    PageBuilder(int longest) {
        this.longest = longest;
    }

    private record FrameName(StoredName object, int number) {}

    boolean isEmpty() {
        return entries.isEmpty();
    }

    long from() {
        return entries.getFirst().offset();
    }

    long to() {
        return to;
    }

    /** Whether the page is long enough, and can be cut before this offset. */
    boolean isFullBefore(long offset) {
        return entries.size() >= longest && offset >= to;
    }

    void add(RunEntry entry, Payload payload) {
        if (entry.isZeros()) {
            append(entry);
            return;
        }
        payload.forEachFrame(
                entry.payload(),
                entry.length(),
                (frame, inFrame, inRange, length) ->
                        append(new RunEntry(entry.offset() + inRange, length, entry.step(), startOf(frame) + inFrame)));
    }

    private long startOf(PlacedFrame frame) {
        FrameName name = new FrameName(frame.object(), frame.number());
        Integer known = numbers.get(name);
        if (known != null) {
            return starts.get(known);
        }
        numbers.put(name, frames.size());
        frames.add(frame);
        starts.add(plainLength);
        plainLength += frame.frame().plainLength();
        return starts.getLast();
    }

    private void append(RunEntry entry) {
        to = Math.max(to, entry.end());
        Integer last = lastOfStep.get(entry.step());
        RunEntry before = last == null ? null : entries.get(last);
        if (last != null && before != null && follows(before, entry)) {
            long length = before.length() + entry.length();
            entries.set(last, new RunEntry(before.offset(), length, before.step(), before.payload()));
            return;
        }
        lastOfStep.put(entry.step(), entries.size());
        entries.add(entry);
    }

    private static boolean follows(RunEntry before, RunEntry entry) {
        if (before.end() != entry.offset() || before.isZeros() != entry.isZeros()) {
            return false;
        }
        return entry.isZeros() || before.payload() + before.length() == entry.payload();
    }

    RunPage done() {
        // An entry that was split where its frames end left parts behind those that came after it.
        entries.sort(Comparator.comparingLong(RunEntry::offset).thenComparingInt(RunEntry::step));
        return new RunPage(new Payload(List.copyOf(frames)), List.copyOf(entries));
    }
}
