package io.farshore.dataplane.pipeline;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Mark;
import io.farshore.core.log.Position;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.cache.GenerationClaims;
import io.farshore.dataplane.capture.CaptureListener;
import io.farshore.dataplane.capture.CaptureSettings;
import io.farshore.dataplane.capture.CaptureState;
import io.farshore.dataplane.capture.MachineCapture;
import io.farshore.dataplane.capture.MachineCapture.Source;
import io.farshore.dataplane.capture.MachineCapture.Start;
import io.farshore.dataplane.file.FileDevice;
import io.farshore.dataplane.ship.LagMeter.Lag;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** A machine whose guest is the test: its disks, their capture, and the ledger of what was written. Can be killed and started again. */
final class ProtectedMachine implements CaptureListener {
    static final String NAME = "m";

    private static final CaptureSettings SETTINGS =
            new CaptureSettings(Duration.ofMillis(3), 16 << 10, 192 << 10, 2, Duration.ofMillis(25));

    private final ObjectStore cache;
    private final Encryption encryption;
    private final RandomGenerator random;
    private final @Nullable Path files;
    private final List<DiskSpec> disks = new ArrayList<>();
    private final Ledger ledger;
    private @Nullable MachineCapture capture;
    private volatile boolean mirrorNeeded;

    /** @param files where the disks of splitters are; null for sinks */
    ProtectedMachine(
            ObjectStore cache, Encryption encryption, RandomGenerator random, @Nullable Path files, int... sizes) {
        this.cache = cache;
        this.encryption = encryption;
        this.random = random;
        this.files = files;
        this.ledger = new Ledger(sizes);
        for (int i = 0; i < sizes.length; i++) {
            disks.add(new DiskSpec("vd" + (char) ('a' + i), sizes[i]));
        }
    }

    Ledger ledger() {
        return ledger;
    }

    void start() throws IOException {
        boolean sinks = files == null;
        GenerationClaims claims =
                new GenerationClaims(cache, new CacheKeys(NAME), InstantSource.system(), this::nextId, encryption);
        GenerationClaims.Claimed claimed = claims.claim(disks, "", sinks);
        GenerationClaim claim = claimed.claim();
        boolean lost = claim.generation() > 1 && claim.base() == GenerationClaim.Base.EMPTY;
        capture = new MachineCapture(
                        claim,
                        claimed.keys(),
                        sources(),
                        sinks && lost ? Start.AWAITING_MIRROR : Start.COMPLETE,
                        cache,
                        SETTINGS,
                        InstantSource.system(),
                        this)
                .start();
        mirrorNeeded = sinks && lost;
    }

    /** As {@code kill -9} of the capturing process, while the guest lives on. */
    void kill() throws IOException {
        running().close();
        capture = null;
    }

    void stop() throws IOException, InterruptedException {
        running().detach(Duration.ofSeconds(20));
        running().close();
        capture = null;
    }

    boolean isRunning() {
        return capture != null;
    }

    boolean isStreaming() {
        return running().state() instanceof CaptureState.Streaming
                && running().captured().consistent();
    }

    /** One change by the guest; a machine without capture has none, as its disk would not be there. */
    void change() throws IOException {
        if (mirrorNeeded) {
            mirror();
        }
        int disk = random.nextInt(disks.size());
        int size = (int) disks.get(disk).size();
        int length =
                Math.min(size, random.nextInt(10) == 0 ? 1 + random.nextInt(30_000) : 512 * (1 + random.nextInt(8)));
        int offset = random.nextInt(size - length + 1);
        byte[] content = new byte[length];
        int kind = random.nextInt(6);
        if (kind > 1) {
            random.nextBytes(content);
        }
        BlockDevice device = device(disk);
        Position before = running().captured().position();
        switch (kind) {
            case 0 -> device.zero(offset, length);
            case 1 -> device.trim(offset, length);
            default -> device.write(offset, ByteBuffer.wrap(content));
        }
        ledger.changed(before, running().captured().position(), disk, offset, content);
    }

    void mark(String name) {
        if (running().captured().consistent()) {
            try {
                running().mark(name);
            } catch (IllegalArgumentException e) {
                // It began to track at this very moment.
            }
        }
    }

    /** What a mirror job of QEMU does: everything into the sinks, then word that it is complete. */
    void mirror() throws IOException {
        mirrorNeeded = false;
        long gaps = running().gaps();
        byte[][] state = ledger.state();
        for (int disk = 0; disk < state.length; disk++) {
            device(disk).zero(0, state[disk].length);
            for (int at = 0; at < state[disk].length; at += 4096) {
                int length = Math.min(4096, state[disk].length - at);
                device(disk).write(at, ByteBuffer.wrap(state[disk], at, length));
            }
        }
        running().mirrorComplete(gaps);
    }

    boolean needsMirror() {
        return mirrorNeeded;
    }

    private BlockDevice device(int disk) {
        BlockDevice device = running().devices().get(disks.get(disk).name());
        if (device == null) {
            throw new IllegalStateException("no disk " + disk);
        }
        return device;
    }

    private List<Source> sources() throws IOException {
        List<Source> sources = new ArrayList<>();
        for (DiskSpec disk : disks) {
            Path folder = files;
            sources.add(new Source(disk, folder == null ? null : FileDevice.open(folder.resolve(disk.name()))));
        }
        return sources;
    }

    private MachineCapture running() {
        MachineCapture current = capture;
        if (current == null) {
            throw new IllegalStateException("not running");
        }
        return current;
    }

    private UUID nextId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    @Override
    public void mirrorNeeded() {
        mirrorNeeded = true;
    }

    @Override
    public void state(CaptureState state) {}

    @Override
    public void segment(SegmentHeader header) {}

    @Override
    public void mark(Position position, Mark mark) {}

    @Override
    public void lag(Position captured, @Nullable Position replicated, Lag lag) {}

    @Override
    public void copied(long bytes, long total) {}

    @Override
    public void trouble(String message) {}
}
