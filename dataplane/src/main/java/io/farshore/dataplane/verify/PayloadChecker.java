package io.farshore.dataplane.verify;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.log.SegmentId;
import io.farshore.core.run.DataObject;
import io.farshore.core.run.ObjectCiphers;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.PlacedFrame;
import io.farshore.core.run.RunHeader;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Reads objects of payload, a whole one at a time, and holds them to what the run says that points to them. Not for more than one thread
 * at a time.
 */
final class PayloadChecker {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final ObjectCiphers ciphers;
    private final FrameCodec codec = new FrameCodec();

    PayloadChecker(ObjectStore store, ReplicaKeys keys, ObjectCiphers ciphers) {
        this.ciphers = ciphers;
        this.store = store;
        this.keys = keys;
    }

    /** Checks all of an object that the run points to. */
    PayloadFinding check(ObjectUse use, RunRef run, GenerationClaim claim) throws IOException {
        String key = keys.object(use.name());
        byte[] bytes = store.get(key);
        if (bytes == null) {
            return new PayloadFinding(0, null, missing(key, use.size() + " bytes"));
        }
        try {
            Expectation.require(key, use.size() + " bytes", bytes.length == use.size(), bytes.length + " bytes");
            List<Frame> frames = frames(use.name(), key, bytes, claim, use);
            belongs(key, use.name(), run);
            return new PayloadFinding(bytes.length, new FramePrints(frames), null);
        } catch (CorruptDataException e) {
            return new PayloadFinding(bytes.length, null, e);
        }
    }

    /** Checks all of an object of which nothing is known but its name. */
    PayloadFinding check(StoredName name, GenerationClaim claim) throws IOException {
        String key = keys.object(name);
        byte[] bytes = store.get(key);
        if (bytes == null) {
            return new PayloadFinding(0, null, missing(key, "an object"));
        }
        try {
            return new PayloadFinding(bytes.length, new FramePrints(frames(name, key, bytes, claim, null)), null);
        } catch (CorruptDataException e) {
            return new PayloadFinding(bytes.length, null, e);
        }
    }

    /** Which of these frames, all of one object, cannot be read. */
    Set<PlacedFrame> bad(StoredName object, GenerationClaim claim, Collection<PlacedFrame> frames) throws IOException {
        ObjectCipher cipher = ciphers.of(object, claim);
        String key = keys.object(object);
        byte[] bytes = store.get(key);
        if (bytes == null) {
            return Set.copyOf(frames);
        }
        Set<PlacedFrame> bad = new HashSet<>();
        byte[] plain = new byte[Frame.LARGEST];
        for (PlacedFrame placed : frames) {
            if (!isReadable(key, placed, cipher, bytes, plain)) {
                bad.add(placed);
            }
        }
        return bad;
    }

    private boolean isReadable(String key, PlacedFrame placed, ObjectCipher cipher, byte[] bytes, byte[] plain) {
        Frame frame = placed.frame();
        if (frame.storedOffset() < 0 || frame.storedOffset() > bytes.length - frame.storedLength()) {
            return false;
        }
        try {
            codec.restore(key, frame, placed.number(), cipher, bytes, (int) frame.storedOffset(), plain);
            return true;
        } catch (CorruptDataException e) {
            return false;
        }
    }

    private List<Frame> frames(
            StoredName name, String key, byte[] bytes, GenerationClaim claim, @Nullable ObjectUse use)
            throws IOException {
        return switch (name) {
            case StoredName.OfSegment(SegmentId id) -> ofSegment(id, key, bytes, claim, use);
            case StoredName.OfData data -> ofData(data, key, bytes, claim, use);
            case StoredName.OfRun run -> throw new CorruptDataException(key, 0, "an object of payload", run.toString());
        };
    }

    private List<Frame> ofSegment(
            SegmentId id, String key, byte[] bytes, GenerationClaim claim, @Nullable ObjectUse use) throws IOException {
        Segment segment = Segment.verify(key, bytes, codec, ciphers.keys());
        SegmentHeader header = segment.header();
        Expectation.require(
                key, id.toString(), header.id().equals(id), header.id().toString());
        isOf(key, claim, header.machineId());
        boolean sameWriter = header.writer().equals(claim.writer());
        Expectation.require(key, "writer " + claim.writer(), sameWriter, "writer " + header.writer());
        if (use != null) {
            Expectation.hash(key, use.identity(), segment.identity());
            plain(key, use, segment.index().plainLength());
        }
        return segment.index().frames();
    }

    private List<Frame> ofData(
            StoredName.OfData name, String key, byte[] bytes, GenerationClaim claim, @Nullable ObjectUse use)
            throws IOException {
        RunHeader header = RunHeader.parse(key, bytes);
        Expectation.require(
                key, name.key(), header.name().equals(name), header.name().key());
        isOf(key, claim, header.machineId());
        ObjectCipher cipher = ciphers.of(name, claim);
        List<Frame> frames = DataObject.verify(key, bytes, codec, cipher);
        if (use != null) {
            DataObject.frames(key, bytes, bytes.length, use.identity(), codec, cipher);
            plain(key, use, frames.stream().mapToLong(Frame::plainLength).sum());
        }
        return frames;
    }

    private static void belongs(String key, StoredName name, RunRef run) throws CorruptDataException {
        if (name instanceof StoredName.OfSegment(SegmentId id)) {
            boolean holds = id.generation() == run.generation()
                    && run.firstSegment() <= id.number()
                    && id.number() <= run.lastSegment();
            Expectation.require(
                    key, "one of segments %d to %d".formatted(run.firstSegment(), run.lastSegment()), holds, "another");
        }
    }

    private static void isOf(String key, GenerationClaim claim, UUID machineId) throws CorruptDataException {
        Expectation.require(
                key, "machine " + claim.machineId(), machineId.equals(claim.machineId()), "machine " + machineId);
    }

    private static void plain(String key, ObjectUse use, long found) throws CorruptDataException {
        Expectation.require(
                key, use.plainBytes() + " bytes of payload", found == use.plainBytes(), found + " bytes of payload");
    }

    private static CorruptDataException missing(String key, String expected) {
        return new CorruptDataException(key, 0, expected, "no such object");
    }
}
