package io.farshore.dataplane.verify;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Supplier;

/** Things that one thread at a time uses, kept for the next. Any thread may call. */
final class Idle<T> {
    private final ConcurrentLinkedQueue<T> idle = new ConcurrentLinkedQueue<>();
    private final Supplier<T> maker;

    Idle(Supplier<T> maker) {
        this.maker = maker;
    }

    T take() {
        T free = idle.poll();
        return free != null ? free : maker.get();
    }

    void give(T used) {
        idle.add(used);
    }
}
