package io.farshore.dataplane.capture;

import io.farshore.core.log.TrackedExtents.Extent;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Puts what disks hold into the change log: all of it at first, the tracked extents after a gap. Keeps half of the memory of capture
 * free for the guest. Does not decide when to copy, nor what a complete copy means.
 */
final class DiskCopier {
    private static final int LARGEST_CHUNK = 1 << 20;

    private final Map<Integer, WriteSplitter> disks;
    private final Backlog backlog;
    private final int chunk;
    private final AtomicLong done = new AtomicLong();
    private volatile long total;

    /**
     * @param disks the ones that can be read, by number
     * @param segmentBytes payload of a segment: a larger piece would need a buffer of its own
     */
    DiskCopier(Map<Integer, WriteSplitter> disks, Backlog backlog, int segmentBytes) {
        this.disks = Map.copyOf(disks);
        this.backlog = backlog;
        this.chunk = Math.min(LARGEST_CHUNK, segmentBytes);
    }

    long done() {
        return done.get();
    }

    long total() {
        return total;
    }

    /** The whole of every disk. */
    List<Extent> everything() {
        List<Extent> extents = new ArrayList<>();
        disks.forEach((number, disk) -> extents.add(new Extent(number, 0, disk.size())));
        return extents;
    }

    /**
     * Copies the extents of the disks that can be read; the others are left out.
     *
     * @param ontoEmpty the log says zeros wherever it says nothing, so zeros need not be copied
     */
    void copy(List<Extent> extents, boolean ontoEmpty) throws IOException, InterruptedException {
        List<Extent> readable = extents.stream()
                .filter(extent -> disks.containsKey(extent.disk()))
                .toList();
        done.set(0);
        total = readable.stream().mapToLong(Extent::length).sum();
        ByteBuffer buffer = ByteBuffer.allocateDirect(chunk);
        for (Extent extent : readable) {
            copy(extent, ontoEmpty, buffer);
        }
    }

    private void copy(Extent extent, boolean ontoEmpty, ByteBuffer buffer) throws IOException, InterruptedException {
        WriteSplitter disk = disks.get(extent.disk());
        if (disk == null) {
            return;
        }
        long end = Math.min(extent.offset() + extent.length(), disk.size());
        for (long at = extent.offset(); at < end; at += chunk) {
            backlog.awaitBelowHalf();
            buffer.clear().limit((int) Math.min(chunk, end - at));
            disk.copy(at, buffer, ontoEmpty);
            done.addAndGet(buffer.limit());
        }
        done.addAndGet(extent.offset() + extent.length() - end);
    }

    /** Whether all these extents are of disks that can be read here. */
    boolean canRead(List<Extent> extents) {
        return extents.stream().allMatch(extent -> disks.containsKey(extent.disk()));
    }
}
