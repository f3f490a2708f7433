package io.farshore.dataplane.compact;

import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.log.ChangeLog;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.MarkKind;
import io.farshore.core.log.Position;
import io.farshore.core.log.SealedSegment;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentBuffers;
import io.farshore.core.log.SegmentEncoder;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A machine that changes its disks at random, and remembers what they held at the end of every segment. Its log is what is to be replicated. */
final class SimulatedMachine implements ChangeLog.Outlet {
    static final String NAME = "web-1";
    private static final List<MarkKind> KINDS = List.of(MarkKind.values());
    static final UUID ID = new UUID(1, 2);

    private final RandomGenerator random;
    private final SimulatedClock clock;
    private final SegmentBuffers buffers = new SegmentBuffers(256 << 10, 1 << 20);
    private final SegmentEncoder encoder = new SegmentEncoder();
    private final FrameCodec codec = new FrameCodec();
    private final List<SealedSegment> sealed = new ArrayList<>();
    private final List<Item> items = new ArrayList<>();
    private final TreeMap<Position, Moment> history = new TreeMap<>();
    private Map<String, byte[]> disks = new LinkedHashMap<>();
    private @Nullable ChangeLog log;
    private int generation;
    private boolean consistent;

    /** Something that happened: a generation began, or a segment ended. */
    sealed interface Item {
        record Began(GenerationClaim claim) implements Item {}

        @SuppressWarnings("ArrayRecordComponent") // never compared
        record Ended(SegmentRef segment, byte[] bytes) implements Item {}

        /** Where it comes in the log. */
        default Position place() {
            return switch (this) {
                case Began(var claim) -> new Position(claim.generation(), 0);
                case Ended(var segment, var bytes) ->
                    new Position(segment.id().generation(), segment.id().number());
            };
        }
    }

    /**
     * The end of a segment.
     *
     * @param point how it is to be listed
     */
    record Moment(RecoveryPoint point, boolean consistent, Map<String, byte[]> disks) {}

    SimulatedMachine(RandomGenerator random, SimulatedClock clock) throws IOException {
        this.random = random;
        this.clock = clock;
        begin(Base.EMPTY);
    }

    /** What happened behind this place, oldest first. */
    List<Item> after(Position place) {
        return items.stream().filter(item -> item.place().compareTo(place) > 0).toList();
    }

    /** The end of this segment, or null when none ended there. */
    @Nullable
    Moment at(Position end) {
        return history.get(end);
    }

    /** How many recovery points there have been. */
    int points() {
        return (int) history.values().stream().filter(Moment::consistent).count();
    }

    /** The ends of segments after the one place and up to the other. */
    Collection<Moment> between(Position after, Position upTo) {
        return history.subMap(after, false, upTo, true).values();
    }

    /** Something happens. */
    void act() throws IOException {
        pass();
        if (random.nextInt(25) == 0) {
            begin(random.nextInt(3) == 0 ? Base.EMPTY : Base.PREVIOUS);
        } else {
            segment();
        }
    }

    private void pass() {
        clock.advance(
                switch (random.nextInt(20)) {
                    case 0 -> Duration.ofHours(random.nextInt(1, 40));
                    case 1, 2, 3 -> Duration.ofMinutes(random.nextInt(1, 200));
                    default -> Duration.ofSeconds(random.nextInt(1, 400));
                });
    }

    void begin(Base base) throws IOException {
        Map<String, byte[]> next = new LinkedHashMap<>();
        List<DiskSpec> specs = new ArrayList<>();
        List<String> names = new ArrayList<>(List.of("vda", "vdb", "vdc"));
        for (int count = random.nextInt(1, 4); count > 0; count--) {
            String name = names.remove(random.nextInt(names.size()));
            byte[] before = disks.getOrDefault(name, new byte[0]);
            int size = before.length > 0 && random.nextInt(3) > 0 ? before.length : 512 * random.nextInt(1, 200);
            next.put(name, Arrays.copyOf(base == Base.PREVIOUS ? before : new byte[0], size));
            specs.add(new DiskSpec(name, size));
        }
        disks = next;
        generation++;
        GenerationClaim claim = new GenerationClaim(
                ID, NAME, generation, new UUID(3, generation), clock.instant(), base, specs, "<domain/>");
        consistent = random.nextInt(3) > 0;
        log = new ChangeLog(claim, buffers, clock, consistent, this);
        items.add(new Item.Began(claim));
    }

    private ChangeLog log() {
        if (log == null) {
            throw new IllegalStateException("no generation yet");
        }
        return log;
    }

    private void segment() throws IOException {
        if (consistent && random.nextInt(30) == 0) {
            missSomething();
        }
        for (int changes = random.nextInt(1, 6); changes > 0; changes--) {
            change();
        }
        if (!consistent && random.nextInt(3) == 0) {
            consistent = log().copyComplete() != null;
        } else if (consistent && random.nextInt(4) == 0) {
            MarkKind kind = KINDS.get(random.nextInt(KINDS.size()));
            log().mark(kind, kind == MarkKind.NAMED ? "point" + random.nextInt(1000) : "");
        } else {
            log().seal();
        }
        remember();
    }

    /** A stretch is no recovery point for a while, as after a gap in capture. */
    private void missSomething() {
        byte[] first = disks.values().iterator().next();
        log().missed(0, 0, 512);
        consistent = false;
        if (log().endTracking() == null) {
            throw new IllegalStateException("did not track");
        }
        log().write(0, 0, ByteBuffer.wrap(first, 0, 512));
    }

    private void change() {
        List<byte[]> all = new ArrayList<>(disks.values());
        int disk = random.nextInt(all.size());
        byte[] bytes = all.get(disk);
        int unit = random.nextInt(8) == 0 ? 1 : 512;
        int length = Math.min(bytes.length, unit * random.nextInt(1, 32));
        int hot = random.nextBoolean() ? Math.min(bytes.length, 16 << 10) : bytes.length;
        int offset = random.nextInt(hot) / unit * unit;
        length = Math.min(length, bytes.length - offset);
        if (random.nextInt(6) == 0) {
            Arrays.fill(bytes, offset, offset + length, (byte) 0);
            log().zero(disk, offset, length);
        } else {
            byte[] content = content(length);
            System.arraycopy(content, 0, bytes, offset, length);
            log().write(disk, offset, ByteBuffer.wrap(content));
        }
    }

    /** Noise, or something that compresses, or zeros. */
    private byte[] content(int length) {
        byte[] content = new byte[length];
        int kind = random.nextInt(8);
        if (kind > 3) {
            random.nextBytes(content);
        } else if (kind > 0) {
            Arrays.fill(content, (byte) random.nextInt(256));
        }
        return content;
    }

    /** What was sealed goes into the log. One that was sealed in the middle of a segment's changes is no recovery point. */
    private void remember() throws IOException {
        for (SealedSegment segment : sealed) {
            byte[] bytes = encoder.encode(segment);
            segment.release();
            SegmentRef ref = SegmentRef.of(Segment.verify("segment", bytes, codec));
            items.add(new Item.Ended(ref, bytes));
            history.put(ref.end(), moment(ref));
        }
        sealed.clear();
    }

    private Moment moment(SegmentRef ref) {
        Map<String, byte[]> now = new LinkedHashMap<>();
        disks.forEach((name, bytes) -> now.put(name, bytes.clone()));
        boolean marked = !ref.marks().isEmpty();
        RecoveryPoint point = new RecoveryPoint(
                ref.end(),
                marked ? ref.marks().getLast().name() : "",
                (marked ? ref.marks().getLast().kind() : MarkKind.CRASH_CONSISTENT).pointType(),
                ref.lastTime(),
                List.copyOf(disks.keySet()),
                marked);
        return new Moment(point, ref.consistent(), now);
    }

    @Override
    public void opened() {}

    @Override
    public void sealed(SealedSegment segment) {
        sealed.add(segment);
    }

    @Override
    public void trackingStarted() {}
}
