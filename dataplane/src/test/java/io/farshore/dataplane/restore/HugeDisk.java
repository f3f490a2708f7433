package io.farshore.dataplane.restore;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.block.ReadOnlyDeviceException;
import java.io.IOException;
import java.nio.ByteBuffer;

/** A disk of 60 TiB, all data: more than fits anywhere. Must not be read. */
final class HugeDisk implements BlockDevice {
    @Override
    public long size() {
        return 60L << 40;
    }

    @Override
    public boolean isReadOnly() {
        return true;
    }

    @Override
    public void read(long offset, ByteBuffer target) {
        throw new AssertionError("read");
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
}
