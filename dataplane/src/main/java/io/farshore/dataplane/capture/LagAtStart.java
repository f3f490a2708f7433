package io.farshore.dataplane.capture;

import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.GenerationEnd;
import io.farshore.core.log.Position;
import io.farshore.core.log.ReplicatedPosition;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.ship.LagMeter;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;

/**
 * How far behind the replica store was when this capture began: a lag does not become shorter by a restart. What the generations
 * before left unreplicated counts from the newest recovery point there is. Asked by one thread.
 */
final class LagAtStart {
    private final ObjectStore cache;
    private final CacheKeys keys;
    private final GenerationClaim claim;
    private final LagMeter lag;
    private final InstantSource clock;
    private boolean found;

    LagAtStart(ObjectStore cache, CacheKeys keys, GenerationClaim claim, LagMeter lag, InstantSource clock) {
        this.cache = cache;
        this.keys = keys;
        this.claim = claim;
        this.lag = lag;
        this.clock = clock;
    }

    /** Tells the meter, once that could be found out. */
    void find(@Nullable ReplicatedPosition replicated) throws IOException {
        if (found) {
            return;
        }
        Instant behindSince = behindSince(replicated);
        if (behindSince != null) {
            long nanos = Duration.between(behindSince, clock.instant()).toNanos();
            lag.gapIsOlder(System.nanoTime() - Math.max(0, nanos));
        }
        if (claim.base() == Base.PREVIOUS) {
            lag.gapClosed(endBefore(), 1);
        }
        found = true;
    }

    private @Nullable Instant behindSince(@Nullable ReplicatedPosition replicated) throws IOException {
        if (replicated != null) {
            return replicated.time();
        }
        byte[] first = claim.generation() == 1 ? null : cache.get(keys.claim(1));
        return first == null
                ? null
                : GenerationClaim.parse(keys.claim(1), first).time();
    }

    /** The last position of the newest generation before this one that has any. */
    private Position endBefore() throws IOException {
        for (int generation = claim.generation() - 1; generation > 0; generation--) {
            byte[] bytes = cache.get(keys.end(generation));
            GenerationEnd end = bytes == null ? null : GenerationEnd.parse(keys.end(generation), bytes);
            if (end != null && end.lastSegment() > 0) {
                return new Position(generation, end.lastSequence());
            }
        }
        return new Position(0, 0);
    }
}
