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
    private final ViewObjects objects;
    private final FrameCache cache;
    private final CodecPool codecs;
    private final Semaphore reads;

    FrameReader(ObjectStore store, ViewObjects objects, FrameCache cache, CodecPool codecs, Semaphore reads) {
        this.store = store;
        this.objects = objects;
        this.cache = cache;
        this.codecs = codecs;
        this.reads = reads;
    }

    /** The frames of the run. */
    List<byte[]> read(FrameRun run) throws IOException {
        List<CompletableFuture<byte[]>> frames = new ArrayList<>(run.count());
        List<@Nullable CompletableFuture<byte[]>> mine = new ArrayList<>(run.count());
        for (int index = 0; index < run.count(); index++) {
            FrameCache.Claim claim = cache.claim(run.id(index));
            frames.add(claim.frame());
            mine.add(claim.mine() ? claim.frame() : null);
        }
        IOException failure = loadClaimed(run, mine);
        if (failure != null) {
            throw failure;
        }
        List<byte[]> loaded = new ArrayList<>(run.count());
        for (int index = 0; index < run.count(); index++) {
            loaded.add(await(run.part(index, index + 1), frames.get(index)));
        }
        return loaded;
    }

    /** Loads what is not in the cache of the run. A failure is forgotten: whoever needs the frame will see it. */
    void fetchAhead(FrameRun run) {
        List<@Nullable CompletableFuture<byte[]>> mine = new ArrayList<>(run.count());
        for (int index = 0; index < run.count(); index++) {
            mine.add(cache.claimIfAbsent(run.id(index)));
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
                IOException failed = load(run.part(from, to), claims);
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
                try {
                    cache.loaded(claims.get(settled), restore(run, settled, stored));
                } catch (CorruptDataException e) {
                    cache.failed(run.id(settled), claims.get(settled), e);
                    failure = failure != null ? failure : e;
                }
            }
        } catch (IOException e) {
            reason = e;
            failure = e;
        } finally {
            for (; settled < claims.size(); settled++) {
                cache.failed(run.id(settled), claims.get(settled), reason);
            }
        }
        return failure;
    }

    /** The frame that another thread loads. When that one failed, this one tries for itself: the other may have been interrupted. */
    private byte[] await(FrameRun alone, CompletableFuture<byte[]> loading) throws IOException {
        try {
            return loading.get();
        } catch (ExecutionException e) {
            return restore(alone, 0, fetch(alone));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new InterruptedIOException("interrupted while reading " + objects.key(alone.object()));
        }
    }

    private byte[] fetch(FrameRun run) throws IOException {
        String key = objects.key(run.object());
        int length = run.storedLength();
        reads.acquireUninterruptibly();
        byte[] stored;
        try {
            stored = store.get(key, run.storedOffset(), length);
        } finally {
            reads.release();
        }
        if (stored == null) {
            throw new CorruptDataException(key, run.storedOffset(), length + " bytes of frames", "no such object");
        }
        if (stored.length != length) {
            throw new CorruptDataException(
                    key, run.storedOffset(), length + " bytes of frames", "%d bytes".formatted(stored.length));
        }
        return stored;
    }

    private byte[] restore(FrameRun run, int index, byte[] stored) throws CorruptDataException {
        Frame frame = run.frames().get(index);
        byte[] plain = new byte[frame.plainLength()];
        int from = (int) (frame.storedOffset() - run.storedOffset());
        codecs.use(codec -> {
            codec.restore(
                    objects.key(run.object()),
                    frame,
                    run.first() + index,
                    objects.cipher(run.object()),
                    stored,
                    from,
                    plain);
            return plain;
        });
        return plain;
    }
}
