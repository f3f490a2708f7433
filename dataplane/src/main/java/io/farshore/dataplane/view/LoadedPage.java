package io.farshore.dataplane.view;

import io.farshore.core.extent.ExtentMap;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.log.Frame;
import io.farshore.core.run.Payload;

/** A page of an index run as of one step, with the frames that it points into. A value. */
final class LoadedPage implements FrameSource {
    private static final int BYTES_PER_FRAME = 88;

    private final long base;
    private final ExtentMap map;
    private final Payload payload;
    private final int[] objects;
    private final long memoryBytes;

    /**
     * @param base what the map's offsets count from
     * @param map must not change any more
     */
    LoadedPage(long base, ExtentMap map, Payload payload, ViewObjects view, int generation) throws KeyMissingException {
        this.base = base;
        this.map = map;
        this.payload = payload;
        objects = new int[payload.frames()];
        for (int i = 0; i < objects.length; i++) {
            objects[i] = view.ordinal(payload.frame(i).object(), generation);
        }
        memoryBytes = map.memoryBytes() + (long) objects.length * BYTES_PER_FRAME;
    }

    long base() {
        return base;
    }

    ExtentMap map() {
        return map;
    }

    long memoryBytes() {
        return memoryBytes;
    }

    @Override
    public int frameAt(long address) {
        return payload.frameAt(address);
    }

    @Override
    public long start(int number) {
        return payload.start(number);
    }

    @Override
    public Frame frame(int number) {
        return payload.frame(number).frame();
    }

    @Override
    public int object(int number) {
        return objects[number];
    }

    @Override
    public int inObject(int number) {
        return payload.frame(number).number();
    }
}
