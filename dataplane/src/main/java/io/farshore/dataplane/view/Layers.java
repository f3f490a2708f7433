package io.farshore.dataplane.view;

import io.farshore.core.extent.ExtentMap;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** All that the change log up to a point says about the disks: the newest layer that knows of a byte is right. Any thread may call. */
final class Layers {
    private final List<Layer> newestFirst;

    Layers(List<Layer> newestFirst) {
        this.newestFirst = List.copyOf(newestFirst);
    }

    /** Tells of the range, in order and without gaps; what was never written is zeros. Reads what it needs to know. */
    void forEach(int disk, long offset, long length, Layer.Visitor visitor) throws IOException {
        visit(0, disk, offset, length, visitor);
    }

    private void visit(int layer, int disk, long offset, long length, Layer.Visitor visitor) throws IOException {
        if (layer == newestFirst.size()) {
            visitor.visit(offset, length, null, ExtentMap.ZEROS);
            return;
        }
        newestFirst.get(layer).forEach(disk, offset, length, (from, count, source, address) -> {
            if (address == ExtentMap.ABSENT) {
                visit(layer + 1, disk, from, count, visitor);
            } else {
                visitor.visit(from, count, source, address);
            }
        });
    }

    /** What must be read before {@link #forEach} reads nothing. */
    List<Layer.Load> prepare(int disk, long offset, long length) {
        List<Layer.Load> work = new ArrayList<>();
        newestFirst.forEach(layer -> layer.prepare(disk, offset, length, work));
        return work;
    }

    long memoryBytes() {
        return newestFirst.stream().mapToLong(Layer::memoryBytes).sum();
    }
}
