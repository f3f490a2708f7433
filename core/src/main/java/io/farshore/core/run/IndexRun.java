package io.farshore.core.run;

import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.format.ByteReader;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.ObjectHash;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * A run, opened: knows where its pages are and reads them on demand. Opening takes one read of the end of the object, or two when the
 * run is large. Keeps about 64 bytes for each page in memory. Any thread may call; each gives a codec of its own.
 */
public final class IndexRun {
    private static final int TAIL = 64 << 10;

    private final String object;
    private final ObjectBytes bytes;
    private final int steps;
    private final List<Fence> fences;
    private final Section objects;
    private final ObjectCipher cipher;

    private IndexRun(
            String object, ObjectBytes bytes, int steps, List<Fence> fences, Section objects, ObjectCipher cipher) {
        this.cipher = cipher;
        this.object = object;
        this.bytes = bytes;
        this.steps = steps;
        this.fences = fences;
        this.objects = objects;
    }

    /**
     * @param object its key, for errors
     * @param size of the object
     * @param expected the identity that the catalog names
     * @param steps how many it has
     * @param cipher of the run
     */
    public static IndexRun open(
            String object,
            ObjectBytes bytes,
            long size,
            ObjectHash expected,
            int steps,
            FrameCodec codec,
            ObjectCipher cipher)
            throws IOException {
        byte[] tail = bytes.tail(TAIL);
        RunFooter footer = RunFooter.parse(object, tail, size);
        footer.checkIdentity(object, expected);
        Section table = footer.second();
        long from = tail.length - RunFooter.LENGTH - (long) table.storedLength();
        byte[] stored = from >= 0 ? tail : bytes.read(table.offset(), table.storedLength());
        ByteReader in = table.open(object, stored, (int) Math.max(0, from), codec, cipher, Section.SECOND_TABLE);
        return new IndexRun(object, bytes, steps, fences(in), footer.first(), cipher);
    }

    private static List<Fence> fences(ByteReader in) throws CorruptDataException {
        List<Fence> fences = new ArrayList<>();
        Fence before = new Fence(0, 0, 0, RunHeader.LENGTH, 0, 0, 0);
        for (long left = in.varint(); left > 0; left--) {
            before = Fence.read(in, before);
            fences.add(before);
        }
        in.end();
        return List.copyOf(fences);
    }

    /** The pages, sorted by disk and offset. */
    public List<Fence> fences() {
        return fences;
    }

    /** Ordinal of the first page that ends behind this offset of the disk; the number of pages when there is none. */
    public int pageAt(int disk, long offset) {
        int low = 0;
        int high = fences.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            Fence fence = fences.get(middle);
            if (fence.disk() < disk || (fence.disk() == disk && fence.to() <= offset)) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    public RunPage page(int number, FrameCodec codec) throws IOException {
        Fence fence = fences.get(number);
        byte[] stored = bytes.read(fence.storedOffset(), fence.storedLength());
        Section section =
                new Section(fence.storedOffset(), fence.storedLength(), fence.plainLength(), fence.checksum());
        RunPage page = RunPage.read(section.open(object, stored, 0, codec, cipher, number), steps, cipher.overhead());
        check(page, fence);
        return page;
    }

    private void check(RunPage page, Fence fence) throws CorruptDataException {
        for (RunEntry entry : page.entries()) {
            if (entry.offset() < fence.from() || entry.end() > fence.to()) {
                throw new CorruptDataException(
                        object,
                        fence.storedOffset(),
                        "entries from %d to %d".formatted(fence.from(), fence.to()),
                        "one of %d bytes at %d".formatted(entry.length(), entry.offset()));
            }
        }
    }

    /** What it points into. */
    public Contents contents(FrameCodec codec) throws IOException {
        ByteReader in = objects.open(
                object, bytes.read(objects.offset(), objects.storedLength()), 0, codec, cipher, Section.FIRST_TABLE);
        List<Long> stepBytes = new ArrayList<>();
        for (long left = in.varint(); left > 0; left--) {
            stepBytes.add(in.varint());
        }
        if (stepBytes.size() != steps) {
            throw in.damaged(steps + " steps", stepBytes.size() + " steps");
        }
        List<ObjectUse> uses = new ArrayList<>();
        for (long left = in.varint(); left > 0; left--) {
            uses.add(ObjectUse.read(in));
        }
        in.end();
        return new Contents(List.copyOf(stepBytes), List.copyOf(uses));
    }

    /**
     * What a run points into.
     *
     * @param stepBytes for each step the payload written after the step before it, in plain bytes
     */
    public record Contents(List<Long> stepBytes, List<ObjectUse> objects) {}

    @Override
    public String toString() {
        return object;
    }
}
