package io.farshore.dataplane.view;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.RecoveryPoint;
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
 * retry (wrap the store in a {@link io.farshore.core.store.RetryingObjectStore}), and does not keep objects from being deleted: {@link PinnedCatalog} does.
 */
public final class MachineView implements AutoCloseable {
    private final String machine;
    private final RecoveryPoint point;
    private final OpenPoint open;
    private final Map<String, BlockDevice> disks;
    private final long memoryBytes;

    private MachineView(Catalog catalog, RecoveryPoint point, OpenPoint open) {
        machine = catalog.descriptor().machine();
        this.point = point;
        this.open = open;
        Map<String, BlockDevice> byName = new LinkedHashMap<>();
        List<DiskSpec> specs = catalog.generation(point.position().generation()).disks();
        for (int disk = 0; disk < specs.size(); disk++) {
            byName.put(specs.get(disk).name(), new ViewDisk(specs.get(disk), disk, open));
        }
        disks = Collections.unmodifiableMap(byName);
        memoryBytes = open.layers().memoryBytes();
    }

    /** Opens with {@link ViewSettings#defaults}. */
    public static MachineView open(ObjectStore store, Catalog catalog, RecoveryPoint point) throws IOException {
        return open(store, catalog, point, ViewSettings.defaults());
    }

    /** Opens a recovery point of a pinned catalog, which must stay open longer than the view: when its pin is lost, reads fail. */
    public static MachineView open(ObjectStore store, PinnedCatalog pinned, RecoveryPoint point, MachineKeys dataKeys)
            throws IOException {
        return open(store, pinned.catalog(), point, ViewSettings.defaults(), dataKeys, pinned::check);
    }

    /**
     * Opens a recovery point of the catalog: reads the end of each index run that it is made of, and the index of each segment that no run
     * stands for yet.
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
        return open(store, catalog, point, settings, dataKeys, () -> {});
    }

    private static MachineView open(
            ObjectStore store,
            Catalog catalog,
            RecoveryPoint point,
            ViewSettings settings,
            MachineKeys dataKeys,
            OpenPoint.Guard guard)
            throws IOException {
        String name = "view of %s at %s".formatted(catalog.descriptor().machine(), point.id());
        ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name(name + " read ", 0).factory());
        try {
            CodecPool codecs = new CodecPool();
            ViewObjects objects = new ViewObjects(catalog, dataKeys);
            Layers layers = new LayerLoader(store, catalog, point, settings, threads, codecs, objects).load();
            FrameReader frames = new FrameReader(
                    store, objects, new FrameCache(settings.cacheBytes()), codecs, new Semaphore(settings.reads()));
            return new MachineView(catalog, point, new OpenPoint(name, layers, frames, settings, threads, guard));
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

    /**
     * What reading all of a disk would cost; reads index pages, no payload.
     *
     * @throws IllegalArgumentException when there is no disk of that name
     */
    public ViewCost cost(String name) throws IOException {
        return ((ViewDisk) disk(name)).cost();
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
