package io.farshore.core.run;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.extent.ExtentMap;
import io.farshore.core.log.Entry;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.log.SegmentId;
import io.farshore.core.log.SegmentIndex;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.random.RandomGenerator;

/** Random segments, merged in random steps with random thinning and moves of payload, against an array of what each step held. */
class RunMergerTest {
    private static final int DISKS = 3;
    private static final int SIZE = 30_000;
    private static final int STEP_SEGMENTS = 16;

    private final FrameCodec codec = new FrameCodec();
    private final UUID keyId = new UUID(7, 7);
    private final MachineKeys keys = MachineKeys.of(List.of(new DataKey(keyId, new byte[32])));
    /** Each byte of payload ever made is a number of its own. */
    private final Map<StoredName, int[]> payloads = new HashMap<>();

    private int nextByte = 1;
    private long nextObject = 1;

    /** A part of the log that is one input. */
    private record Part(MergeInput input, List<Integer> segments, List<ObjectUse> objects) {}

    @Seeded(count = 60)
    void readsBackEveryKeptStepAfterAnyMerges(RandomGenerator random) throws IOException {
        List<int[][]> versions = new ArrayList<>();
        versions.add(new int[DISKS][SIZE]);
        List<Part> parts = new ArrayList<>();
        for (int number = 1; number <= STEP_SEGMENTS; number++) {
            parts.add(segment(random, number, versions));
            while (parts.size() > 1 && random.nextInt(3) == 0) {
                mergeSome(random, parts, random.nextInt(3) == 0);
            }
            if (random.nextInt(4) == 0) {
                check(parts, versions);
            }
        }
        while (parts.size() > 1) {
            mergeSome(random, parts, false);
        }
        check(parts, versions);
    }

    private Part segment(RandomGenerator random, int number, List<int[][]> versions) {
        int[][] now = Arrays.stream(versions.getLast()).map(int[]::clone).toArray(int[][]::new);
        List<Entry> entries = new ArrayList<>();
        List<Integer> bytes = new ArrayList<>();
        for (int disk = 0; disk < DISKS; disk++) {
            int at = random.nextInt(SIZE);
            while (at < SIZE && entries.size() < 40) {
                int length = Math.min(SIZE - at, 1 + random.nextInt(random.nextBoolean() ? 200 : 9000));
                boolean zeros = random.nextInt(5) == 0;
                entries.add(new Entry(disk, at, length, zeros ? Entry.ZEROS : bytes.size()));
                for (int i = 0; i < length; i++) {
                    now[disk][at + i] = zeros ? 0 : nextByte;
                    if (!zeros) {
                        bytes.add(nextByte++);
                    }
                }
                at += length + random.nextInt(12_000);
            }
        }
        versions.add(now);
        StoredName name = new StoredName.OfSegment(new SegmentId(1, number));
        payloads.put(name, bytes.stream().mapToInt(Integer::intValue).toArray());
        SegmentIndex index = new SegmentIndex(frames(random, bytes.size()), entries, List.of());
        return new Part(MergeInput.of(name, index), List.of(number), List.of(use(name)));
    }

    private static List<Frame> frames(RandomGenerator random, int length) {
        List<Frame> frames = new ArrayList<>();
        for (int at = 0; at < length; ) {
            int plain = Math.min(length - at, 1 + random.nextInt(5000));
            frames.add(new Frame(128 + at, plain, at, plain, Frame.Codec.ZSTD, random.nextInt()));
            at += plain;
        }
        return frames;
    }

    private ObjectUse use(StoredName name) {
        int length = length(name);
        return new ObjectUse(name, length, new ObjectHash(1, 2, 3, 4), length, length);
    }

    private int length(StoredName name) {
        int[] payload = payloads.get(name);
        return payload == null ? 0 : payload.length;
    }

    private void mergeSome(RandomGenerator random, List<Part> parts, boolean move) throws IOException {
        int from = random.nextInt(parts.size() - 1);
        int to = from + 2 + random.nextInt(parts.size() - from - 1);
        List<Part> chosen = List.copyOf(parts.subList(from, to));
        List<Integer> segments =
                chosen.stream().flatMap(part -> part.segments().stream()).toList();
        List<Integer> kept = new ArrayList<>();
        int[] outSteps = new int[segments.size()];
        for (int i = 0; i < segments.size(); i++) {
            outSteps[i] = kept.size();
            if (i == segments.size() - 1 || random.nextInt(3) > 0) {
                kept.add(segments.get(i));
            }
        }
        List<ObjectUse> objects =
                chosen.stream().flatMap(part -> part.objects().stream()).toList();
        Relocation relocation = move ? move(random, chosen, objects) : Relocation.none();
        List<ObjectUse> known = new ArrayList<>(objects);
        payloads.keySet().stream()
                .filter(StoredName.OfData.class::isInstance)
                .map(this::use)
                .filter(use -> objects.stream().noneMatch(each -> each.name().equals(use.name())))
                .forEach(known::add);
        StoredName.OfRun name = new StoredName.OfRun(1, nextObject++);
        ObjectCipher cipher =
                random.nextBoolean() ? ObjectCipher.NONE : keys.forObject(keyId, new UUID(1, 2), name.key());
        BuiltRun built = RunMerger.merge(
                new RunHeader(name, new UUID(1, 2), cipher.isEncrypted() ? keyId : DataKey.NO_KEY),
                chosen.stream().map(Part::input).toList(),
                outSteps,
                known,
                relocation,
                codec,
                cipher,
                1 + random.nextInt(20));
        IndexRun run = IndexRun.open(
                name.key(),
                ObjectBytes.of(built.bytes()),
                built.bytes().length,
                built.identity(),
                kept.size(),
                codec,
                cipher);
        checkContents(run, built);
        Part merged = new Part(MergeInput.of(run, kept.size(), codec), kept, built.objects());
        parts.subList(from, to).clear();
        parts.add(from, merged);
    }

    private void checkContents(IndexRun run, BuiltRun built) throws IOException {
        IndexRun.Contents contents = run.contents(codec);
        assertThat(contents.objects()).isEqualTo(built.objects());
        assertThat(contents.stepBytes().stream().mapToLong(Long::longValue).sum())
                .isEqualTo(built.keptBytes());
    }

    /** Moves what the chosen parts need of some objects into new ones. */
    private Relocation move(RandomGenerator random, List<Part> chosen, List<ObjectUse> objects) throws IOException {
        Relocation relocation = Relocation.none();
        for (ObjectUse object : objects) {
            if (random.nextBoolean()) {
                boolean[] needed = needed(chosen, object.name());
                StoredName target = new StoredName.OfData(1, nextObject++);
                int[] source = payloads.getOrDefault(object.name(), new int[0]);
                int[] moved = new int[source.length];
                int length = 0;
                for (int i = 0; i < needed.length; i++) {
                    if (needed[i]) {
                        moved[length++] = source[i];
                    }
                }
                payloads.put(target, Arrays.copyOf(moved, length));
                Payload payload = Payload.of(target, frames(random, length));
                int at = 0;
                for (int i = 0; i < needed.length; ) {
                    int end = i;
                    while (end < needed.length && needed[end]) {
                        end++;
                    }
                    if (end > i) {
                        relocation.moved(object.name(), new Relocation.Move(i, end - i, payload, at));
                        at += end - i;
                    }
                    i = end + 1;
                }
            }
        }
        return relocation;
    }

    private boolean[] needed(List<Part> chosen, StoredName name) throws IOException {
        boolean[] needed = new boolean[length(name)];
        for (Part part : chosen) {
            for (int i = 0; i < part.input().stretches().size(); i++) {
                RunPage page = part.input().load(i);
                for (RunEntry entry : page.entries()) {
                    for (long at = entry.payload(); !entry.isZeros() && at < entry.payload() + entry.length(); at++) {
                        PlacedFrame placed = page.payload().frame(page.payload().frameAt(at));
                        if (placed.object().equals(name)) {
                            needed[(int) inObject(page.payload(), at)] = true;
                        }
                    }
                }
            }
        }
        return needed;
    }

    private static long inObject(Payload payload, long at) {
        int frame = payload.frameAt(at);
        return payload.frame(frame).frame().plainOffset() + at - payload.start(frame);
    }

    private void check(List<Part> parts, List<int[][]> versions) throws IOException {
        int[][] below = new int[DISKS][SIZE];
        for (Part part : parts) {
            for (int step = 0; step < part.segments().size(); step++) {
                int[][] found = Arrays.stream(below).map(int[]::clone).toArray(int[][]::new);
                lay(part, step, found);
                assertThat(found)
                        .as("after segment %d", part.segments().get(step))
                        .isDeepEqualTo(versions.get(part.segments().get(step)));
            }
            lay(part, part.segments().size() - 1, below);
        }
    }

    private void lay(Part part, int step, int[][] disks) throws IOException {
        List<MergeInput.Stretch> stretches = part.input().stretches();
        for (int i = 0; i < stretches.size(); i++) {
            RunPage page = part.input().load(i);
            int disk = stretches.get(i).disk();
            long from = stretches.get(i).from();
            page.asOf(step, from).<RuntimeException>forEachMapped((offset, length, address) -> {
                for (long at = 0; at < length; at++) {
                    disks[disk][(int) (from + offset + at)] =
                            address == ExtentMap.ZEROS ? 0 : byteAt(page.payload(), address + at);
                }
            });
        }
    }

    private int byteAt(Payload payload, long at) {
        PlacedFrame placed = payload.frame(payload.frameAt(at));
        return payloads.getOrDefault(placed.object(), new int[0])[(int) inObject(payload, at)];
    }
}
