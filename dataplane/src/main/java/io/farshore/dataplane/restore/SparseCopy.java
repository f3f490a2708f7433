package io.farshore.dataplane.restore;

import io.farshore.core.block.BlockDevice;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Copies what is not zeros from a disk to a file that reads as zeros. A few threads take one stretch of the disk after the other; a stretch
 * with any data is read in one go. Now and then one of them makes a checkpoint, while the others go on.
 */
final class SparseCopy {
    private static final int THREADS = 4;
    /** After so much of the disk a checkpoint is made, whatever the time. */
    private static final long CHECKPOINT_BYTES = 64 << 20;

    private static final Duration REPORT_EVERY = Duration.ofMillis(200);

    private final BlockDevice disk;
    private final PartialFile file;
    private final Duration checkpointEvery;
    private final Stretches stretches;
    private final ReentrantLock checkpointing = new ReentrantLock();
    private final AtomicLong written = new AtomicLong();
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    private long lastCheckpoint = System.nanoTime();

    SparseCopy(BlockDevice disk, PartialFile file, Duration checkpointEvery) {
        this.disk = disk;
        this.file = file;
        this.checkpointEvery = checkpointEvery;
        stretches = new Stretches(file.durable(), disk.size(), THREADS);
    }

    /**
     * Returns when all is written, and no thread is copying any more.
     *
     * @param there bytes of data that had been written before
     * @return bytes written now
     */
    long run(String name, long there, ProgressCount progress) throws IOException {
        CountDownLatch done = new CountDownLatch(THREADS);
        for (int i = 0; i < THREADS; i++) {
            int worker = i;
            Thread.ofPlatform()
                    .name("restore " + name + " " + worker)
                    .daemon(true)
                    .start(() -> work(worker, done));
        }
        boolean interrupted = false;
        while (!isDone(done)) {
            if (Thread.interrupted()) {
                interrupted = true;
                failure.compareAndSet(null, new InterruptedIOException("restoring " + name + " was interrupted"));
            }
            progress.at(there + written.get());
        }
        if (failure.get() != null) {
            checkpointAfterFailure();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        rethrow();
        return written.get();
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

    private void work(int worker, CountDownLatch done) {
        try {
            ByteBuffer buffer = ByteBuffer.allocateDirect(Stretches.LENGTH);
            for (long at; failure.get() == null && (at = stretches.claim(worker)) >= 0; ) {
                copy(at, Math.min(Stretches.LENGTH, disk.size() - at), buffer);
                checkpointWhenDue();
            }
        } catch (Throwable e) {
            failure.compareAndSet(null, e);
        } finally {
            done.countDown();
        }
    }

    private void checkpointWhenDue() throws IOException {
        if (checkpointing.tryLock()) {
            try {
                boolean due = System.nanoTime() - lastCheckpoint >= checkpointEvery.toNanos();
                if (due || stretches.done() - file.durable() >= CHECKPOINT_BYTES) {
                    file.checkpoint(stretches.done());
                    lastCheckpoint = System.nanoTime();
                }
            } finally {
                checkpointing.unlock();
            }
        }
    }

    private void checkpointAfterFailure() {
        try {
            file.checkpoint(stretches.done());
        } catch (IOException e) {
            Throwable first = failure.get();
            if (first != null) {
                first.addSuppressed(e);
            }
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
            at += file.channel().write(bytes, at);
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
