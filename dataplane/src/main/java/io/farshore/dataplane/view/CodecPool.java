package io.farshore.dataplane.view;

import io.farshore.core.log.FrameCodec;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Codecs for any number of threads, as each serves one at a time. Keeps as many as were ever in use at once. */
final class CodecPool {
    private final ConcurrentLinkedQueue<FrameCodec> idle = new ConcurrentLinkedQueue<>();

    <T, X extends Exception> T use(Task<T, X> task) throws X {
        FrameCodec found = idle.poll();
        FrameCodec codec = found != null ? found : new FrameCodec();
        try {
            return task.with(codec);
        } finally {
            idle.add(codec);
        }
    }

    /** What to do with a codec. */
    interface Task<T, X extends Exception> {
        T with(FrameCodec codec) throws X;
    }
}
