package io.farshore.dataplane.view;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.Frame;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;

/**
 * Frames out of the cache, or else out of the store: one ranged read for adjacent frames, each frame checked. Does not retry. Any thread
 * may call.
 */
final class FrameReader {
    private final ObjectStore store;
    private final List<FrameTable> segments;
    private final FrameCache cache;
    private final CodecPool codecs;
    private final Semaphore reads;

    FrameReader(ObjectStore store, List<FrameTable> segments, FrameCache cache, CodecPool codecs, Semaphore reads) {
        this.store = store;
        this.segments = segments;
        this.cache = cache;
        this.codecs = codecs;
        this.reads = reads;
    }

    /** The frames of the run. */
    List<byte[]> read(FrameRun run) throws IOException {
        List<CompletableFuture<byte[]>> frames = new ArrayList<>(run.count());
        List<@Nullable CompletableFuture<byte[]>> mine = new ArrayList<>(run.count());
        for (int frame = run.first(); frame <= run.last(); frame++) {
            FrameCache.Claim claim = cache.claim(run.id(frame));
            frames.add(claim.frame());
            mine.add(claim.mine() ? claim.frame() : null);
        }
        IOException failure = loadClaimed(run, mine);
        if (failure != null) {
            throw failure;
        }
        List<byte[]> loaded = new ArrayList<>(run.count());
        for (int i = 0; i < run.count(); i++) {
            loaded.add(await(run.segment(), run.first() + i, frames.get(i)));
        }
        return loaded;
    }

    /** Loads what is not in the cache of the run. A failure is forgotten: whoever needs the frame will see it. */
    void fetchAhead(FrameRun run) {
        List<@Nullable CompletableFuture<byte[]>> mine = new ArrayList<>(run.count());
        for (int frame = run.first(); frame <= run.last(); frame++) {
            mine.add(cache.claimIfAbsent(run.id(frame)));
        }
        loadClaimed(run, mine);
    }

    /** Loads the claimed frames of the run, adjacent ones together; settles every claim. */
    private @Nullable IOException loadClaimed(FrameRun run, List<@Nullable CompletableFuture<byte[]>> mine) {
        IOException failure = null;
        for (int from = 0; from < mine.size(); ) {
            int to = from;
            List<CompletableFuture<byte[]>> claims = new ArrayList<>();
            for (CompletableFuture<byte[]> claim; to < mine.size() && (claim = mine.get(to)) != null; to++) {
                claims.add(claim);
            }
            if (!claims.isEmpty()) {
                IOException failed =
                        load(new FrameRun(run.segment(), run.first() + from, run.first() + to - 1), claims);
                failure = failure != null ? failure : failed;
            }
            from = to + 1;
        }
        return failure;
    }

    private @Nullable IOException load(FrameRun run, List<CompletableFuture<byte[]>> claims) {
        IOException failure = null;
        int settled = 0;
        Throwable reason = new IllegalStateException("loading the frame was given up");
        try {
            byte[] stored = fetch(run);
            for (; settled < claims.size(); settled++) {
                int frame = run.first() + settled;
                try {
                    cache.loaded(claims.get(settled), restore(run, frame, stored));
                } catch (CorruptDataException e) {
                    cache.failed(run.id(frame), claims.get(settled), e);
                    failure = failure != null ? failure : e;
                }
            }
        } catch (IOException e) {
            reason = e;
            failure = e;
        } finally {
            for (; settled < claims.size(); settled++) {
                cache.failed(run.id(run.first() + settled), claims.get(settled), reason);
            }
        }
        return failure;
    }

    /** The frame that another thread loads. When that one failed, this one tries for itself: the other may have been interrupted. */
    private byte[] await(int segment, int frame, CompletableFuture<byte[]> loading) throws IOException {
        try {
            return loading.get();
        } catch (ExecutionException e) {
            FrameRun alone = new FrameRun(segment, frame, frame);
            return restore(alone, frame, fetch(alone));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException(
                    "interrupted while reading " + segments.get(segment).key());
        }
    }

    private byte[] fetch(FrameRun run) throws IOException {
        FrameTable table = segments.get(run.segment());
        int from = table.storedOffset(run.first());
        int length = table.storedOffset(run.last() + 1) - from;
        reads.acquireUninterruptibly();
        byte[] stored;
        try {
            stored = store.get(table.key(), from, length);
        } finally {
            reads.release();
        }
        if (stored == null) {
            throw new CorruptDataException(table.key(), from, length + " bytes of frames", "no such object");
        }
        if (stored.length != length) {
            throw new CorruptDataException(
                    table.key(), from, length + " bytes of frames", "%d bytes".formatted(stored.length));
        }
        return stored;
    }

    private byte[] restore(FrameRun run, int number, byte[] stored) throws CorruptDataException {
        FrameTable table = segments.get(run.segment());
        Frame frame = table.frame(number);
        byte[] plain = new byte[frame.plainLength()];
        int from = table.storedOffset(number) - table.storedOffset(run.first());
        codecs.use(codec -> {
            codec.restore(table.key(), frame, number, table.cipher(), stored, from, plain);
            return plain;
        });
        return plain;
    }
}
