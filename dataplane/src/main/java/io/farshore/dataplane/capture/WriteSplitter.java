package io.farshore.dataplane.capture;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.block.Ranges;
import io.farshore.core.log.ChangeLog;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.locks.ReentrantLock;

/**
 * A disk whose every change also goes into the log. Changes reach the disk and the log in the same order, under one lock for the disk;
 * a change is acknowledged when it is in both. {@link #copy} puts what the disk holds into the log, beside a writing guest.
 */
public final class WriteSplitter implements BlockDevice {
    private static final int OPTIMISTIC_TRIES = 4;

    private final int disk;
    private final BlockDevice device;
    private final ChangeLog log;
    private final ReentrantLock lock = new ReentrantLock();
    private long copyFrom;
    private long copyTo;
    private boolean copyOvertaken;

    /** @param disk its number in the change log */
    public WriteSplitter(int disk, BlockDevice device, ChangeLog log) {
        this.disk = disk;
        this.device = device;
        this.log = log;
    }

    @Override
    public long size() {
        return device.size();
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        device.read(offset, target);
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        int length = source.remaining();
        Ranges.check(offset, length, size());
        lock.lock();
        boolean logged = false;
        try {
            overtake(offset, length);
            int start = source.position();
            device.write(offset, source);
            source.position(start);
            log.write(disk, offset, source);
            logged = true;
        } finally {
            leave(offset, length, logged);
        }
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        Ranges.check(offset, length, size());
        lock.lock();
        boolean logged = false;
        try {
            overtake(offset, length);
            device.zero(offset, length);
            log.zero(disk, offset, length);
            logged = true;
        } finally {
            leave(offset, length, logged);
        }
    }

    /** After a change that failed, for whatever reason, the disk may hold some of it. */
    private void leave(long offset, long length, boolean logged) {
        try {
            if (!logged) {
                log.distrust(disk, offset, length);
            }
        } finally {
            lock.unlock();
        }
    }

    /** As zeros, so that the disk and every recovery point agree about what is there afterwards. */
    @Override
    public void trim(long offset, long length) throws IOException {
        zero(offset, length);
    }

    @Override
    public void flush() throws IOException {
        device.flush();
    }

    @Override
    public void extents(long offset, long length, ExtentVisitor visitor) throws IOException {
        device.extents(offset, length, visitor);
    }

    @Override
    public void close() throws IOException {
        device.close();
    }

    /**
     * Puts what the disk holds at this range into the log. A change by the guest that comes in between makes the read void; the guest
     * never waits for the read, but for the last of several tries. One caller at a time.
     *
     * @param buffer its remaining bytes are the length to copy
     * @param ontoEmpty the log says zeros wherever it says nothing, so zeros need not be logged
     */
    void copy(long offset, ByteBuffer buffer, boolean ontoEmpty) throws IOException {
        for (int i = 0; i < OPTIMISTIC_TRIES; i++) {
            if (tryCopy(offset, buffer.duplicate(), ontoEmpty)) {
                return;
            }
        }
        lock.lock();
        try {
            ByteBuffer content = buffer.duplicate();
            device.read(offset, content);
            content.position(buffer.position());
            log(offset, content, isZero(content), ontoEmpty);
        } finally {
            lock.unlock();
        }
    }

    private boolean tryCopy(long offset, ByteBuffer content, boolean ontoEmpty) throws IOException {
        lock.lock();
        try {
            copyFrom = offset;
            copyTo = offset + content.remaining();
            copyOvertaken = false;
        } finally {
            lock.unlock();
        }
        content.mark();
        device.read(offset, content);
        content.reset();
        boolean zero = isZero(content);
        lock.lock();
        try {
            copyTo = copyFrom;
            if (!copyOvertaken) {
                log(offset, content, zero, ontoEmpty);
            }
            return !copyOvertaken;
        } finally {
            lock.unlock();
        }
    }

    /** An all-zero range is nothing to say where the log says zeros anyway: whatever the guest changed there is in the log. */
    private void log(long offset, ByteBuffer content, boolean zero, boolean ontoEmpty) {
        if (!zero) {
            log.write(disk, offset, content);
        } else if (!ontoEmpty) {
            log.zero(disk, offset, content.remaining());
        }
    }

    private static boolean isZero(ByteBuffer content) {
        int at = content.position();
        int end = content.limit();
        for (; end - at >= Long.BYTES; at += Long.BYTES) {
            if (content.getLong(at) != 0) {
                return false;
            }
        }
        for (; at < end; at++) {
            if (content.get(at) != 0) {
                return false;
            }
        }
        return true;
    }

    /** Before a change: a copy that is reading the same bytes has to read again. */
    private void overtake(long offset, long length) {
        if (offset < copyTo && offset + length > copyFrom) {
            copyOvertaken = true;
        }
    }
}
