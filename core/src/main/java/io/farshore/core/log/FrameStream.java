package io.farshore.core.log;

import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.format.ByteWriter;
import java.util.List;

/** Payload into frames at the end of an object, for objects other than segments. One thread. */
public final class FrameStream {
    private final FrameBuilder frames;

    public FrameStream(FrameCodec codec, ByteWriter out, ObjectCipher cipher) {
        frames = new FrameBuilder(codec);
        frames.start(out, cipher);
    }

    public void add(byte[] bytes, int from, int count) {
        frames.add(bytes, from, count);
    }

    /** The frames, all written. */
    public List<Frame> finish() {
        frames.finish();
        return frames.frames();
    }
}
