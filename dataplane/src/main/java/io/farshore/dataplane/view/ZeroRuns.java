package io.farshore.dataplane.view;

import io.farshore.core.block.BlockDevice.ExtentVisitor;
import io.farshore.core.extent.ExtentMap;
import java.io.IOException;

/** Joins the extents of a map to runs of data and runs of zeros, as long as possible. */
final class ZeroRuns implements ExtentMap.Visitor<IOException> {
    private final ExtentVisitor target;
    private long from;
    private long length;
    private boolean zero;

    ZeroRuns(ExtentVisitor target) {
        this.target = target;
    }

    @Override
    public void visit(long offset, long count, long address) throws IOException {
        boolean isZero = address < 0;
        if (length > 0 && isZero != zero) {
            finish();
        }
        if (length == 0) {
            from = offset;
            zero = isZero;
        }
        length += count;
    }

    /** Tells the last run. */
    void finish() throws IOException {
        if (length > 0) {
            target.visit(from, length, zero);
            length = 0;
        }
    }
}
