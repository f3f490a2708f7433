package io.farshore.dataplane.view;

import io.farshore.core.log.Frame;

/** Frames whose payload is addressed from 0, of one object or of several. Any thread may call. */
interface FrameSource {
    /** The number of the frame that holds this byte of the payload; not that in its object. */
    int frameAt(long address);

    /** Where a frame's payload starts; for the number after the last, where it ends. */
    long start(int number);

    /** The frame; its {@code plainOffset} means nothing here. */
    Frame frame(int number);

    /** The ordinal among the objects of the view of the one that holds the frame. */
    int object(int number);

    /** The frame's number in its object. */
    int inObject(int number);
}
