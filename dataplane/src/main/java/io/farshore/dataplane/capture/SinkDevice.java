package io.farshore.dataplane.capture;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.block.Ranges;
import io.farshore.core.log.ChangeLog;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes the writes that a mirror job repeats to it: what it holds is the log. A write is acknowledged from memory; a flush has nothing
 * to do, because what was acknowledged before it is in the log before anything that comes after it. Cannot be read.
 */
public final class SinkDevice implements BlockDevice {
    private final int disk;
    private final long size;
    private final ChangeLog log;

    /** @param disk its number in the change log */
    public SinkDevice(int disk, long size, ChangeLog log) {
        this.disk = disk;
        this.size = size;
        this.log = log;
    }

    @Override
    public long size() {
        return size;
    }

    @Override
    public boolean isReadOnly() {
        return false;
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        throw new IOException("a sink takes writes only; read the machine's replica with farshore export");
    }

    @Override
    public void write(long offset, ByteBuffer source) {
        Ranges.check(offset, source.remaining(), size);
        log.write(disk, offset, source);
    }

    @Override
    public void zero(long offset, long length) {
        Ranges.check(offset, length, size);
        log.zero(disk, offset, length);
    }

    @Override
    public void trim(long offset, long length) {
        zero(offset, length);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {}
}
