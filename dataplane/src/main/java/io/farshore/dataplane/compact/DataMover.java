package io.farshore.dataplane.compact;

import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.Segment;
import io.farshore.core.run.DataObject;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.Payload;
import io.farshore.core.run.Relocation;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Copies the payload that is still needed out of objects into new ones, in the order of the change log. Reads each old object once. One thread. */
final class DataMover {
    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final Ciphers ciphers;
    private final int generation;
    private final ObjectNames names;
    private final int objectBytes;
    private final FrameCodec codec;
    private final Relocation relocation = Relocation.none();
    private final List<ObjectUse> written = new ArrayList<>();
    private final List<Waiting> waiting = new ArrayList<>();
    private long waitingBytes;
    private long storedBytes;

    /** A range of an old object that goes into the next new one. */
    @SuppressWarnings("ArrayRecordComponent") // never compared
    private record Waiting(StoredName object, long from, byte[] plain) {}

    DataMover(
            ObjectStore store,
            ReplicaKeys keys,
            Ciphers ciphers,
            int generation,
            ObjectNames names,
            int objectBytes,
            FrameCodec codec) {
        this.ciphers = ciphers;
        this.generation = generation;
        this.store = store;
        this.keys = keys;
        this.names = names;
        this.objectBytes = objectBytes;
        this.codec = codec;
    }

    /** Moves what is needed of the object. */
    void move(ObjectUse object, List<long[]> ranges) throws IOException {
        String key = keys.object(object.name());
        byte[] bytes = store.get(key);
        if (bytes == null || bytes.length != object.size()) {
            throw new CorruptDataException(
                    key,
                    0,
                    "an object of %d bytes".formatted(object.size()),
                    bytes == null ? "no such object" : bytes.length + " bytes");
        }
        ObjectCipher cipher = ciphers.of(object.name(), generation);
        List<Frame> frames = frames(key, object, bytes, cipher);
        int number = 0;
        byte[] plain = new byte[Frame.LARGEST];
        int loaded = -1;
        for (long[] range : ranges) {
            byte[] part = new byte[(int) (range[1] - range[0])];
            for (long at = range[0]; at < range[1]; ) {
                while (end(frames.get(number)) <= at) {
                    number++;
                }
                Frame frame = frames.get(number);
                if (loaded != number) {
                    codec.restore(key, frame, number, cipher, bytes, (int) frame.storedOffset(), plain);
                    loaded = number;
                }
                int count = (int) (Math.min(range[1], end(frame)) - at);
                System.arraycopy(plain, (int) (at - frame.plainOffset()), part, (int) (at - range[0]), count);
                at += count;
            }
            add(object.name(), range[0], part);
        }
    }

    private static long end(Frame frame) {
        return frame.plainOffset() + frame.plainLength();
    }

    private List<Frame> frames(String key, ObjectUse object, byte[] bytes, ObjectCipher cipher) throws IOException {
        return object.name() instanceof StoredName.OfSegment
                ? Segment.index(key, bytes, bytes.length, object.identity(), codec, cipher)
                        .frames()
                : DataObject.frames(key, bytes, bytes.length, object.identity(), codec, cipher);
    }

    private void add(StoredName object, long from, byte[] plain) throws IOException {
        waiting.add(new Waiting(object, from, plain));
        waitingBytes += plain.length;
        if (waitingBytes >= objectBytes) {
            flush();
        }
    }

    /** Writes what is left. */
    void flush() throws IOException {
        if (waiting.isEmpty()) {
            return;
        }
        StoredName.OfData name = names.data();
        DataObject object = DataObject.of(
                ciphers.header(name, generation),
                frames -> waiting.forEach(each -> frames.add(each.plain, 0, each.plain.length)),
                codec,
                ciphers.of(name, generation));
        CreateOnce.putSame(store, keys.object(name), object.bytes());
        Payload payload = Payload.of(name, object.frames());
        long at = 0;
        for (Waiting each : waiting) {
            relocation.moved(each.object, new Relocation.Move(each.from, each.plain.length, payload, at));
            at += each.plain.length;
        }
        written.add(new ObjectUse(name, object.bytes().length, object.identity(), at, at));
        storedBytes += object.bytes().length;
        waiting.clear();
        waitingBytes = 0;
    }

    Relocation relocation() {
        return relocation;
    }

    /** The new objects. */
    List<ObjectUse> written() {
        return written;
    }

    long storedBytes() {
        return storedBytes;
    }
}
