package io.farshore.dataplane.verify;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.catalog.SegmentTails;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.Entry;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Segment;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.log.SegmentIndex;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads one segment after the other and holds it to what the catalog says. Not for more than one thread at a time. */
final class SegmentChecker {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final SegmentTails tails;
    private final MachineKeys dataKeys;
    private final FrameCodec codec = new FrameCodec();

    SegmentChecker(ObjectStore store, ReplicaKeys keys, MachineKeys dataKeys) {
        this.dataKeys = dataKeys;
        this.store = store;
        this.keys = keys;
        tails = new SegmentTails(store, keys);
    }

    /** @param last sequence of the generation's changes before the segment */
    SegmentFinding check(SegmentRef ref, long last, GenerationClaim claim) throws IOException {
        String key = keys.segment(ref.id());
        byte[] bytes = store.get(key);
        if (bytes == null) {
            CorruptDataException missing =
                    new CorruptDataException(key, 0, "a segment of %d bytes".formatted(ref.size()), "no such object");
            return new SegmentFinding(0, null, missing, List.of());
        }
        try {
            require(key, bytes.length, ref.size() + " bytes", bytes.length == ref.size(), bytes.length + " bytes");
            Segment segment = Segment.verify(key, bytes, codec, dataKeys);
            compare(key, segment, ref, last, claim);
            return new SegmentFinding(bytes.length, null, null, List.of());
        } catch (CorruptDataException e) {
            return examine(key, bytes, ref, claim, e);
        }
    }

    /** Finds out how much of a damaged segment can be read. */
    private SegmentFinding examine(
            String key, byte[] bytes, SegmentRef ref, GenerationClaim claim, CorruptDataException damage)
            throws KeyMissingException {
        ObjectCipher cipher = claim.segmentCipher(dataKeys, ref.id().number());
        SegmentIndex index;
        try {
            boolean isLong = bytes.length >= Math.min(ref.size(), Segment.TAIL);
            require(key, 0, ref.size() + " bytes", isLong, bytes.length + " bytes");
            index = Segment.index(key, bytes, ref.size(), ref.identity(), codec, cipher);
            checkEntries(key, index, claim);
        } catch (CorruptDataException | IllegalArgumentException e) {
            return new SegmentFinding(bytes.length, null, damage, List.of());
        }
        List<Frame> bad = new ArrayList<>();
        byte[] plain = new byte[Frame.LARGEST];
        for (int number = 0; number < index.frames().size(); number++) {
            Frame frame = index.frames().get(number);
            try {
                codec.restore(key, frame, number, cipher, bytes, (int) frame.storedOffset(), plain);
            } catch (CorruptDataException e) {
                bad.add(frame);
            }
        }
        return new SegmentFinding(bytes.length, index, damage, bad);
    }

    /** The index of a segment, out of the end of its object. */
    SegmentIndex index(SegmentRef ref, GenerationClaim claim) throws IOException {
        String key = keys.segment(ref.id());
        byte[] tail = tails.read(ref);
        ObjectCipher cipher = claim.segmentCipher(dataKeys, ref.id().number());
        return Segment.index(key, tail, ref.size(), ref.identity(), codec, cipher);
    }

    private static void compare(String key, Segment segment, SegmentRef ref, long last, GenerationClaim claim)
            throws CorruptDataException {
        SegmentHeader header = segment.header();
        require(
                key,
                0,
                "an object with hash " + ref.identity(),
                segment.identity().equals(ref.identity()),
                segment.identity().toString());
        require(
                key,
                0,
                "machine " + claim.machineId(),
                header.machineId().equals(claim.machineId()),
                "machine " + header.machineId());
        require(
                key,
                0,
                "writer " + claim.writer(),
                header.writer().equals(claim.writer()),
                "writer " + header.writer());
        require(
                key,
                0,
                ref.toString(),
                SegmentRef.of(segment).equals(ref),
                SegmentRef.of(segment).toString());
        boolean follows = header.firstSequence() == last + 1 || (header.afterGap() && header.firstSequence() > last);
        require(key, 0, "changes from " + (last + 1), follows, "changes from " + header.firstSequence());
        checkEntries(key, segment.index(), claim);
    }

    private static void checkEntries(String key, SegmentIndex index, GenerationClaim claim)
            throws CorruptDataException {
        List<DiskSpec> disks = claim.disks();
        for (Entry entry : index.entries()) {
            boolean fits = entry.disk() < disks.size()
                    && entry.offset() <= disks.get(entry.disk()).size() - entry.length();
            require(key, 0, "changes to " + disks, fits, entry.toString());
        }
    }

    private static void require(String key, long offset, String expected, boolean holds, String found)
            throws CorruptDataException {
        if (!holds) {
            throw new CorruptDataException(key, offset, expected, found);
        }
    }
}
