package io.farshore.dataplane.restore;

import io.farshore.core.block.BlockDevice;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Copies what is not zeros from a disk to a file that reads as zeros. A few threads take one stretch of the disk after the other; a stretch
 * with any data is read in one go.
 */
final class SparseCopy {
    private static final int STRETCH = 4 << 20;
    private static final int THREADS = 4;
    private static final Duration REPORT_EVERY = Duration.ofMillis(200);

    private final BlockDevice disk;
    private final FileChannel file;
    private final AtomicLong next = new AtomicLong();
    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    SparseCopy(BlockDevice disk, FileChannel file) {
        this.disk = disk;
        this.file = file;
    }

    /** Returns when all is written, and no thread is copying any more. */
    void run(String name, long totalBytes, RestoreProgress progress) throws IOException {
        long start = System.nanoTime();
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            Thread.ofPlatform().name("restore " + name + " " + i).daemon(true).start(() -> work(done));
        }
        boolean interrupted = false;
        while (!isDone(done)) {
            if (Thread.interrupted()) {
                interrupted = true;
                failure.compareAndSet(null, new InterruptedIOException("restoring " + name + " was interrupted"));
            }
            report(name, totalBytes, progress, start);
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        rethrow();
        report(name, totalBytes, progress, start);
    }

    /** Waits a little; an interruption ends the wait and stays set. */
    private static boolean isDone(CountDownLatch done) {
        try {
            return done.await(REPORT_EVERY.toNanos(), TimeUnit.NANOSECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void report(String name, long totalBytes, RestoreProgress progress, long start) {
        double seconds = Math.max(1, System.nanoTime() - start) / 1e9;
        long bytes = written.get();
        progress.restored(name, bytes, totalBytes, bytes / seconds);
    }

    private void work(CountDownLatch done) {
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(STRETCH);
            for (long at; failure.get() == null && (at = next.getAndAdd(STRETCH)) < disk.size(); ) {
                copy(at, Math.min(STRETCH, disk.size() - at), buffer);
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        } finally {
            done.countDown();
        }
    }

    private void copy(long offset, long length, ByteBuffer buffer) throws IOException {
        long[] span = {-1, 0};
        disk.extents(offset, length, (at, count, zero) -> {
            if (!zero) {
                span[0] = span[0] < 0 ? at : span[0];
                span[1] = at + count;
            }
        });
        if (span[0] < 0) {
            return;
        }
        buffer.clear().limit((int) (span[1] - span[0]));
        disk.read(span[0], buffer);
        disk.extents(span[0], span[1] - span[0], (at, count, zero) -> {
            if (!zero) {
                write(at, buffer.duplicate().position((int) (at - span[0])).limit((int) (at + count - span[0])));
                written.addAndGet(count);
            }
        });
    }

    private void write(long offset, ByteBuffer bytes) throws IOException {
        for (long at = offset; bytes.hasRemaining(); ) {
            at += file.write(bytes, at);
        }
    }

    private void rethrow() throws IOException {
        switch (failure.get()) {
            case null -> {}
            case IOException e -> throw e;
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException(e);
        }
    }
}
