package io.farshore.dataplane.view;

import io.farshore.core.extent.ExtentMap;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What one part of the change log says about the disks of a view. What it says nothing about, older layers do. Any thread may call. */
interface Layer {
    /** Tells of the range, in order and without gaps. */
    void forEach(int disk, long offset, long length, Visitor visitor) throws IOException;

    /** Starts to have at hand what telling of the range takes; adds what is to be done to the work. */
    default void prepare(int disk, long offset, long length, java.util.List<Load> work) {}

    /** The heap it takes, estimated, without caches. */
    long memoryBytes();

    /** Something to read. */
    interface Load {
        void run() throws IOException;
    }

    /** Hears where the parts of a range are. */
    interface Visitor {
        /**
         * @param source what the address counts in; null when it is none
         * @param address in the source, or {@link ExtentMap#ZEROS} or {@link ExtentMap#ABSENT}
         */
        void visit(long offset, long length, @Nullable FrameSource source, long address) throws IOException;
    }
}
