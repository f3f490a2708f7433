package io.farshore.dataplane.view;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;

/**
 * The disks of a machine as of one recovery point, read-only. Any number of threads may read. Does not own the store, does not
 * retry (wrap the store in a {@link io.farshore.core.store.RetryingObjectStore}), and does not keep objects from being deleted.
 */
public final class MachineView implements AutoCloseable {
    private final String machine;
    private final RecoveryPoint point;
    private final OpenPoint open;
    private final Map<String, BlockDevice> disks;
    private final long memoryBytes;

    private MachineView(Catalog catalog, RecoveryPoint point, PointMap map, OpenPoint open) {
        machine = catalog.descriptor().machine();
        this.point = point;
        this.open = open;
        Map<String, BlockDevice> byName = new LinkedHashMap<>();
        long bytes = 0;
        for (int disk = 0; disk < map.disks().size(); disk++) {
            DiskSpec spec = map.disks().get(disk);
            byName.put(spec.name(), new ViewDisk(spec, map.map(disk), open));
            bytes += map.map(disk).memoryBytes();
        }
        disks = Collections.unmodifiableMap(byName);
        memoryBytes = bytes;
    }

    /** Opens with {@link ViewSettings#defaults}. */
    public static MachineView open(ObjectStore store, Catalog catalog, RecoveryPoint point) throws IOException {
        return open(store, catalog, point, ViewSettings.defaults());
    }

    /**
     * Opens a recovery point of the catalog: reads the index of each of its segments.
     *
     * @throws io.farshore.core.failure.CorruptDataException when one of them is missing or damaged; it names it
     */
    public static MachineView open(ObjectStore store, Catalog catalog, RecoveryPoint point, ViewSettings settings)
            throws IOException {
        return open(store, catalog, point, settings, MachineKeys.NONE);
    }

    /**
     * As above, for a machine that may be encrypted.
     *
     * @throws io.farshore.core.failure.KeyMissingException when it is, with a key that is not among these
     */
    public static MachineView open(
            ObjectStore store, Catalog catalog, RecoveryPoint point, ViewSettings settings, MachineKeys dataKeys)
            throws IOException {
        String name = "view of %s at %s".formatted(catalog.descriptor().machine(), point.id());
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + " read ", 0).factory());
        try {
            CodecPool codecs = new CodecPool();
            ReplicaKeys keys = new ReplicaKeys(catalog.descriptor().machine());
            PointMap map = new PointMap(catalog, point);
            List<FrameTable> segments = new PointLoader(
                            new IndexReader(store, keys, codecs), keys, catalog, dataKeys, threads, settings)
                    .load(catalog.segmentsUpTo(point.position()), map);
            FrameReader frames = new FrameReader(
                    store, segments, new FrameCache(settings.cacheBytes()), codecs, new Semaphore(settings.reads()));
            return new MachineView(catalog, point, map, new OpenPoint(name, segments, frames, settings, threads));
        } catch (IOException | RuntimeException | Error e) {
            threads.close();
            throw e;
        }
    }

    public RecoveryPoint point() {
        return point;
    }

    /** The disks by name, in the machine's order. They can be read until the view is closed. */
    public Map<String, BlockDevice> disks() {
        return disks;
    }

    /** @throws IllegalArgumentException when there is none of that name; the message says what there is */
    public BlockDevice disk(String name) {
        BlockDevice disk = disks.get(name);
        if (disk == null) {
            throw new IllegalArgumentException("machine %s has no disk '%s' at %s; it has %s"
                    .formatted(machine, name, point.id(), String.join(", ", disks.keySet())));
        }
        return disk;
    }

    /** The heap that knowing where everything is takes, estimated, without the cache. */
    public long memoryBytes() {
        return memoryBytes;
    }

    /** Returns when nothing is being read any more; later reads fail. */
    @Override
    public void close() {
        open.close();
    }

    @Override
    public String toString() {
        return open.toString();
    }
}
