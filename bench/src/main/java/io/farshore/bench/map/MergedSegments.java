package io.farshore.bench.map;

import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.log.Entry;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.log.SegmentId;
import io.farshore.core.log.SegmentIndex;
import io.farshore.core.run.BuiltRun;
import io.farshore.core.run.MergeInput;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.Relocation;
import io.farshore.core.run.RunHeader;
import io.farshore.core.run.RunMerger;
import io.farshore.core.run.StoredName;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.IntStream;

/** The indexes of segments as a first index run merges them: real indexes of payload that does not exist. */
record MergedSegments(BuiltRun run, int steps, double entriesPerSecond) {
    private static final int WRITES = 1024;

    static MergedSegments of(Load load, int segments, boolean tellsApart, FrameCodec codec) throws IOException {
        List<MergeInput> inputs = new ArrayList<>();
        List<ObjectUse> objects = new ArrayList<>();
        SplittableRandom random = new SplittableRandom(1);
        for (int number = 1; number <= segments; number++) {
            StoredName name = new StoredName.OfSegment(new SegmentId(1, number));
            SegmentIndex index = index(load, number - 1, random);
            inputs.add(MergeInput.of(name, index));
            ObjectHash identity = ObjectHash.of(new byte[] {(byte) number, (byte) (number >> 8)});
            objects.add(new ObjectUse(name, index.plainLength(), identity, index.plainLength(), index.plainLength()));
        }
        int[] outSteps = tellsApart ? IntStream.range(0, segments).toArray() : new int[segments];
        RunHeader header = new RunHeader(new StoredName.OfRun(1, 1), new UUID(1, 1), DataKey.NO_KEY);
        long start = System.nanoTime();
        BuiltRun run = RunMerger.merge(header, inputs, outSteps, objects, Relocation.none(), codec, ObjectCipher.NONE);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new MergedSegments(run, tellsApart ? segments : 1, segments * (double) WRITES / seconds);
    }

    /** The load's next writes, sorted as an encoder sorts them, in frames that compressed to about half. */
    private static SegmentIndex index(Load load, long segment, SplittableRandom random) {
        long[] offsets = new long[WRITES];
        Arrays.setAll(offsets, i -> load.offset(segment * WRITES + i));
        Arrays.sort(offsets);
        List<Entry> entries = new ArrayList<>();
        long payload = 0;
        for (long offset : offsets) {
            Entry last = entries.isEmpty() ? null : entries.getLast();
            if (last != null && last.offset() + last.length() == offset) {
                entries.set(
                        entries.size() - 1, new Entry(0, last.offset(), last.length() + load.length(), last.payload()));
            } else {
                entries.add(new Entry(0, offset, load.length(), payload));
            }
            payload += load.length();
        }
        return new SegmentIndex(frames(payload, random), entries, List.of());
    }

    private static List<Frame> frames(long payload, SplittableRandom random) {
        List<Frame> frames = new ArrayList<>();
        long stored = SegmentHeader.LENGTH;
        for (long plain = 0; plain < payload; ) {
            int length = (int) Math.min(Frame.LARGEST, payload - plain);
            int compressed = length / 2 + random.nextInt(length / 16);
            frames.add(new Frame(stored, compressed, plain, length, Frame.Codec.ZSTD, random.nextInt()));
            stored += compressed;
            plain += length;
        }
        return frames;
    }
}
