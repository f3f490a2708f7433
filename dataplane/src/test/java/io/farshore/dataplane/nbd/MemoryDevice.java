package io.farshore.dataplane.nbd;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.block.Ranges;
import io.farshore.core.block.ReadOnlyDeviceException;
import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.util.BitSet;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.ReadWriteLock;
import java.util.concurrent.locks.ReentrantReadWriteLock;
import org.jspecify.annotations.Nullable;

/** A disk in memory that knows which of its 4 KiB pages were never written, counts what it was asked, and fails on request. */
public final class MemoryDevice implements BlockDevice {
    private static final int PAGE = 4096;

    private final MemorySegment memory;
    private final boolean readOnly;
    private final BitSet written = new BitSet();
    private final ReadWriteLock lock = new ReentrantReadWriteLock();
    private final AtomicInteger flushes = new AtomicInteger();
    private final AtomicInteger trims = new AtomicInteger();
    private final AtomicInteger zeroes = new AtomicInteger();
    private volatile @Nullable IOException failure;

    private MemoryDevice(MemorySegment memory, boolean readOnly) {
        this.memory = memory;
        this.readOnly = readOnly;
    }

    public static MemoryDevice ofSize(long size) {
        return new MemoryDevice(Arena.ofAuto().allocate(size), false);
    }

    /** The same bytes, for looking only. */
    public MemoryDevice readOnly() {
        MemoryDevice view = new MemoryDevice(memory, true);
        view.written.or(written);
        return view;
    }

    /** From now on everything fails with this; null to be well again. */
    public void failWith(@Nullable IOException newFailure) {
        failure = newFailure;
    }

    public int flushes() {
        return flushes.get();
    }

    public int trims() {
        return trims.get();
    }

    public int zeroes() {
        return zeroes.get();
    }

    /** A copy of a part. */
    public byte[] bytes(long offset, int length) {
        return memory.asSlice(offset, length).toArray(java.lang.foreign.ValueLayout.JAVA_BYTE);
    }

    @Override
    public long size() {
        return memory.byteSize();
    }

    @Override
    public boolean isReadOnly() {
        return readOnly;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        check(offset, target.remaining());
        lock.readLock().lock();
        try {
            int length = target.remaining();
            MemorySegment.copy(memory, offset, MemorySegment.ofBuffer(target), 0, length);
            target.position(target.limit());
        } finally {
            lock.readLock().unlock();
        }
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        checkChange(offset, source.remaining());
        lock.writeLock().lock();
        try {
            int length = source.remaining();
            MemorySegment.copy(MemorySegment.ofBuffer(source), 0, memory, offset, length);
            source.position(source.limit());
            written.set((int) (offset / PAGE), (int) ((offset + length + PAGE - 1) / PAGE));
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        zeroes.incrementAndGet();
        clear(offset, length);
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        trims.incrementAndGet();
        clear(offset, length);
    }

    private void clear(long offset, long length) throws IOException {
        checkChange(offset, length);
        lock.writeLock().lock();
        try {
            memory.asSlice(offset, length).fill((byte) 0);
            int first = (int) ((offset + PAGE - 1) / PAGE);
            int end = (int) ((offset + length) / PAGE);
            written.clear(first, Math.max(first, end));
        } finally {
            lock.writeLock().unlock();
        }
    }

    @Override
    public void flush() throws IOException {
        checkHealth();
        flushes.incrementAndGet();
    }

    @Override
    public void extents(long offset, long length, ExtentVisitor visitor) throws IOException {
        check(offset, length);
        long end = offset + length;
        for (long at = offset; at < end; ) {
            int page = (int) (at / PAGE);
            boolean zero = !written.get(page);
            int nextPage = zero ? written.nextSetBit(page) : written.nextClearBit(page);
            long next = nextPage < 0 ? end : Math.min(end, (long) nextPage * PAGE);
            visitor.visit(at, next - at, zero);
            at = next;
        }
    }

    private void check(long offset, long length) throws IOException {
        Ranges.check(offset, length, size());
        checkHealth();
    }

    private void checkChange(long offset, long length) throws IOException {
        check(offset, length);
        if (readOnly) {
            throw new ReadOnlyDeviceException();
        }
    }

    private void checkHealth() throws IOException {
        IOException now = failure;
        if (now != null) {
            throw now;
        }
    }

    @Override
    public void close() {}
}
