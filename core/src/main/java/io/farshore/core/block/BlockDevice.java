package io.farshore.core.block;

import java.io.Closeable;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * A disk addressed by byte. Any number of threads may call at once; calls that overlap in range and in time are ordered by
 * the device, each applied whole. Ranges outside {@code [0, size())} are an {@link IllegalArgumentException} and change nothing.
 */
public interface BlockDevice extends Closeable {
    /** The size in bytes; fixed while the device is open. */
    long size();

    /** True when {@link #write}, {@link #zero} and {@link #trim} are refused with a {@link ReadOnlyDeviceException}. */
    boolean isReadOnly();

    /** Fills {@code target} from its position to its limit with the bytes at {@code offset}. */
    void read(long offset, ByteBuffer target) throws IOException;

    /** Writes the remaining bytes of {@code source}; when it returns, the write is acknowledged. The buffer is the caller's again. */
    void write(long offset, ByteBuffer source) throws IOException;

    /** Makes the range read as zeros. */
    void zero(long offset, long length) throws IOException;

    /** Says that the range's content is no longer needed. Afterwards it reads as zeros, here and in every recovery point. */
    void trim(long offset, long length) throws IOException;

    /** Returns when every write acknowledged before the call is as durable as this device makes writes. */
    void flush() throws IOException;

    /**
     * Tells which parts of the range hold data and which are known to read as zeros, in order and without gaps. Calling a part
     * data when it holds zeros is allowed; the reverse is not.
     */
    default void extents(long offset, long length, ExtentVisitor visitor) throws IOException {
        Ranges.check(offset, length, size());
        if (length > 0) {
            visitor.visit(offset, length, false);
        }
    }

    /** Receives the parts of a range; see {@link BlockDevice#extents}. */
    @FunctionalInterface
    interface ExtentVisitor {
        /** @param zero the part is known to read as zeros and holds no data */
        void visit(long offset, long length, boolean zero) throws IOException;
    }
}
