package io.farshore.dataplane.view;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.block.Ranges;
import io.farshore.core.block.ReadOnlyDeviceException;
import io.farshore.core.log.DiskSpec;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;

/** One disk of a view. What no change has touched reads as zeros. Closing it does nothing: the view is what is open. */
final class ViewDisk implements BlockDevice {
    private final DiskSpec spec;
    private final int number;
    private final OpenPoint point;
    private final ReadAhead readAhead;

    ViewDisk(DiskSpec spec, int number, OpenPoint point) {
        this.spec = spec;
        this.number = number;
        this.point = point;
        readAhead = new ReadAhead(spec.size(), point.settings().readAheadBytes());
    }

    @Override
    public long size() {
        return spec.size();
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        int length = target.remaining();
        Ranges.check(offset, length, size());
        if (length == 0) {
            return;
        }
        point.requireOpen();
        point.prepare(number, offset, length);
        ReadPlan plan = ReadPlan.of(point.layers(), number, offset, length);
        int base = target.position();
        plan.zeros().forEach(zeros -> Zeros.fill(target, base + zeros.at(), zeros.length()));
        List<ReadPlan.Batch> batches = plan.batches();
        if (!batches.isEmpty()) {
            point.forEach(batches.size(), batch -> copy(batches.get(batch), target, base));
            fetchAhead(offset, length);
        }
        target.position(base + length);
    }

    private void copy(ReadPlan.Batch batch, ByteBuffer target, int base) throws IOException {
        List<byte[]> frames = point.frames().read(batch.run());
        for (ReadPlan.Piece piece : batch.pieces()) {
            byte[] frame = frames.get(piece.number() - batch.run().first());
            target.put(base + piece.at(), frame, piece.from(), piece.length());
        }
    }

    private void fetchAhead(long offset, int length) {
        int window = point.settings().readAheadBytes();
        ReadAhead.Range range = window == 0 ? null : readAhead.after(offset, length);
        if (range != null) {
            point.fetchAhead(() -> ReadPlan.of(point.layers(), number, range.offset(), range.length(), window >> 16)
                    .batches());
        }
    }

    @Override
    public void extents(long offset, long length, ExtentVisitor visitor) throws IOException {
        Ranges.check(offset, length, size());
        point.requireOpen();
        ZeroRuns runs = new ZeroRuns(visitor);
        point.layers()
                .forEach(number, offset, length, (from, count, source, address) -> runs.visit(from, count, address));
        runs.finish();
    }

    ViewCost cost() throws IOException {
        return CostCount.of(point.layers(), number, size());
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        throw new ReadOnlyDeviceException();
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        throw new ReadOnlyDeviceException();
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        throw new ReadOnlyDeviceException();
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}

    @Override
    public String toString() {
        return "disk %s of %s".formatted(spec.name(), point);
    }
}
