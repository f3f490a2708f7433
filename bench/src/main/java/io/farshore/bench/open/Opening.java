package io.farshore.bench.open;

import io.farshore.bench.replica.MeteredStore;
import io.farshore.bench.replica.MeteredStore.Reads;
import io.farshore.bench.replica.SimulatedMachine;
import io.farshore.core.block.BlockDevice;
import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.dataplane.view.MachineView;
import io.farshore.dataplane.view.ViewSettings;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.SplittableRandom;

/**
 * What opening one point cost, from nothing known to the first byte, and what the next cold read cost.
 *
 * @param catalog seconds to read the catalog and find the point
 * @param view seconds to open the view
 * @param first seconds to read one byte of a written block
 * @param opened reads of the store by all of that
 * @param cold reads of the store by a read of 4 KiB elsewhere
 * @param heap that the view says it takes
 */
record Opening(double catalog, double view, double first, Reads opened, Reads cold, double coldSeconds, long heap) {
    private static final int BLOCK = 4096;

    double total() {
        return catalog + view + first;
    }

    /** Opens a random point. The written blocks are spread over the whole disk. */
    static Opening of(MeteredStore store, SplittableRandom random) throws IOException {
        Reads before = store.reads();
        long start = System.nanoTime();
        Catalog catalog = CatalogReader.open(store, SimulatedMachine.NAME).read();
        List<RecoveryPoint> points = catalog.points();
        RecoveryPoint point = points.get(random.nextInt(points.size()));
        long catalogRead = System.nanoTime();
        try (MachineView view =
                MachineView.open(store, catalog, point, ViewSettings.defaults().withoutReadAhead())) {
            long viewOpen = System.nanoTime();
            BlockDevice disk = view.disk(SimulatedMachine.DISK);
            read(disk, OneSecondSegments.writtenBefore(point, random), 1);
            long firstByte = System.nanoTime();
            Reads opened = store.reads();
            read(disk, OneSecondSegments.writtenBefore(point, random), BLOCK);
            long coldRead = System.nanoTime();
            return new Opening(
                    (catalogRead - start) / 1e9,
                    (viewOpen - catalogRead) / 1e9,
                    (firstByte - viewOpen) / 1e9,
                    opened.since(before),
                    store.reads().since(opened),
                    (coldRead - firstByte) / 1e9,
                    view.memoryBytes());
        }
    }

    private static void read(BlockDevice disk, long offset, int length) throws IOException {
        ByteBuffer target = ByteBuffer.allocate(length);
        disk.read(offset, target);
        if (target.get(0) == 0) {
            throw new IllegalStateException("byte %d of the disk was written, but reads as zero".formatted(offset));
        }
    }
}
