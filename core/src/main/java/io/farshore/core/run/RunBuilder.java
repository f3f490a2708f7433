package io.farshore.core.run;

import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.format.ByteWriter;
import io.farshore.core.format.Checksums;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.ObjectHash;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Makes the bytes of a run out of its entries, which come sorted by disk, offset and step. Cuts pages and keeps account of what is
 * pointed to. In memory, so a run is at most 2 GiB. One thread.
 */
final class RunBuilder {
    private final FrameCodec codec;
    private final ObjectCipher cipher;
    private final ByteWriter out = new ByteWriter(1 << 16);
    private final List<Fence> fences = new ArrayList<>();
    private final Map<StoredName, Long> live = new HashMap<>();
    private final long[] stepBytes;
    private final int pageEntries;
    private PageBuilder page;
    private int disk;
    private long entries;

    RunBuilder(RunHeader header, int steps, FrameCodec codec, ObjectCipher cipher, int pageEntries) {
        this.codec = codec;
        this.cipher = cipher;
        this.pageEntries = pageEntries;
        page = new PageBuilder(pageEntries);
        stepBytes = new long[steps];
        header.write(out);
    }

    /** From here on entries are of this disk and start at this offset or behind it. */
    void reached(int onDisk, long offset) {
        if (onDisk != disk || page.isFullBefore(offset)) {
            cut();
            disk = onDisk;
        }
    }

    /** @param payload what the entry's payload address counts in */
    void add(RunEntry entry, Payload payload) {
        page.add(entry, payload);
        if (!entry.isZeros()) {
            stepBytes[entry.step()] += entry.length();
            account(entry, payload);
        }
    }

    private void account(RunEntry entry, Payload payload) {
        payload.forEachFrame(
                entry.payload(),
                entry.length(),
                (frame, inFrame, inRange, length) -> live.merge(frame.object(), length, Long::sum));
    }

    private void cut() {
        if (page.isEmpty()) {
            return;
        }
        RunPage done = page.done();
        byte[] plain = done.toBytes();
        byte[] stored = Section.sealed(codec.compressed(plain), plain.length, cipher, fences.size());
        fences.add(new Fence(
                disk,
                page.from(),
                page.to(),
                out.length(),
                stored.length,
                plain.length,
                Checksums.crc32c(stored, 0, stored.length)));
        out.raw(stored);
        entries += done.entries().size();
        page = new PageBuilder(pageEntries);
    }

    /**
     * The run.
     *
     * @param known what there is to know of the objects that entries may point into
     */
    BuiltRun done(Collection<ObjectUse> known) {
        cut();
        List<ObjectUse> used = new ArrayList<>();
        for (ObjectUse object : known) {
            long bytes = live.getOrDefault(object.name(), 0L);
            if (bytes > 0) {
                used.add(object.withLive(bytes));
            }
        }
        Section objects = Section.append(out, objectTable(used), codec, cipher, Section.FIRST_TABLE);
        Section table = Section.append(out, fenceTable(), codec, cipher, Section.SECOND_TABLE);
        ObjectHash identity = ObjectHash.of(out.view());
        new RunFooter(objects, table, identity).write(out);
        return new BuiltRun(out.toArray(), identity, entries, List.copyOf(used));
    }

    private byte[] objectTable(List<ObjectUse> used) {
        ByteWriter table = new ByteWriter(used.size() * 64 + stepBytes.length * 4);
        table.varint(stepBytes.length);
        for (long bytes : stepBytes) {
            table.varint(bytes);
        }
        table.varint(used.size());
        used.forEach(object -> object.write(table));
        return table.toArray();
    }

    private byte[] fenceTable() {
        ByteWriter table = new ByteWriter(fences.size() * 24);
        table.varint(fences.size());
        int before = -1;
        long end = 0;
        for (Fence fence : fences) {
            fence.write(table, fence.disk() == before ? end : 0);
            before = fence.disk();
            end = fence.to();
        }
        return table.toArray();
    }
}
