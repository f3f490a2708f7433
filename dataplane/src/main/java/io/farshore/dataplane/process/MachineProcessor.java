package io.farshore.dataplane.process;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogEntry.GenerationAccepted;
import io.farshore.core.catalog.CatalogEntry.SegmentAccepted;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.catalog.LastSegment;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.catalog.Requests;
import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.crypto.MachineKeyStore;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.GenerationEnd;
import io.farshore.core.log.ReplicatedPosition;
import io.farshore.core.log.SegmentId;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.cache.GenerationClaims;
import io.farshore.dataplane.compact.MachineCompactor;
import io.farshore.dataplane.process.CachedSegments.Fetched;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.function.Supplier;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Applies one machine's change log to its replica. Each step: fetch and verify the segments that come next, create them in the
 * replica store, commit them to the catalog, make sure of not being fenced, publish the position, free the cache. Killed anywhere, the
 * next processor does the rest: objects that are there already are the same, and what was freed was committed. One thread; after an
 * exception, call {@link #step} again or not, but never after a {@link io.farshore.core.failure.FencedException}.
 */
public final class MachineProcessor {
    private static final int BATCH = 16;
    private static final Duration LOOK_FOR_REQUESTS = Duration.ofSeconds(1);

    private final ObjectStore cache;
    private final ObjectStore replica;
    private final CacheKeys keys;
    private final CachedSegments segments;
    private final GenerationClaims claims;
    private final InstantSource clock;
    private final UUID owner;
    private final ProcessListener listener;
    private final @Nullable CompactionPlan compacting;
    private final Encryption encryption;
    private final Requests requests;
    private @Nullable Held held;
    private Instant nextRequests = Instant.MIN;
    private int lastEpoch;

    /** What this processor knows while it holds the machine. */
    private static final class Held {
        private final CatalogWriter writer;
        private final @Nullable Compaction compaction;
        private @Nullable GenerationClaim generation;
        private @Nullable LastSegment last;
        private MachineKeys dataKeys = MachineKeys.NONE;

        Held(CatalogWriter writer, Catalog catalog, @Nullable Compaction compaction) {
            this.writer = writer;
            this.compaction = compaction;
            this.generation = catalog.newestGeneration();
            this.last = catalog.newest();
        }
    }

    /** Processes machines that are not encrypted, and leaves replicas as they grow. */
    public MachineProcessor(
            String machine,
            ObjectStore cache,
            ObjectStore replica,
            ExecutorService fetchers,
            InstantSource clock,
            Supplier<UUID> ids,
            ProcessListener listener) {
        this(machine, cache, replica, Encryption.NONE, fetchers, clock, ids, listener, null);
    }

    /**
     * @param encryption opens the keys of encrypted machines, so that their segments can be checked
     * @param fetchers runs fetches side by side; owned by the caller
     * @param compacting null to leave the replica as it grows
     */
    public MachineProcessor(
            String machine,
            ObjectStore cache,
            ObjectStore replica,
            Encryption encryption,
            ExecutorService fetchers,
            InstantSource clock,
            Supplier<UUID> ids,
            ProcessListener listener,
            @Nullable CompactionPlan compacting) {
        this.compacting = compacting;
        this.encryption = encryption;
        this.cache = cache;
        this.replica = replica;
        this.keys = new CacheKeys(machine);
        this.segments = new CachedSegments(cache, keys, fetchers);
        this.claims = new GenerationClaims(cache, keys, clock, ids);
        this.requests = new Requests(replica, new ReplicaKeys(machine));
        this.clock = clock;
        this.owner = ids.get();
        this.listener = listener;
    }

    /**
     * Does what there is to do, up to a bounded batch.
     *
     * @return false when there was nothing to do
     */
    public boolean step() throws IOException, InterruptedException {
        Held current = held;
        if (current == null) {
            GenerationClaim newest = claims.newest();
            if (newest == null || !hasWork(newest)) {
                return false;
            }
            claim(newest);
            return true;
        }
        held = null;
        answer(current);
        boolean worked = apply(current) || accept(current);
        if (!worked) {
            current.writer.checkNotFenced();
        }
        held = current;
        return worked;
    }

    /** Does what was asked of whoever holds the machine. */
    private void answer(Held current) throws IOException {
        if (clock.instant().isBefore(nextRequests)) {
            return;
        }
        nextRequests = clock.instant().plus(LOOK_FOR_REQUESTS);
        for (Requests.Answer answer : requests.answer(current.writer)) {
            if (!answer.refusal().isEmpty()) {
                listener.trouble(keys.machine(), "refused %s: %s".formatted(answer.key(), answer.refusal()));
            }
            if (answer.committed() && current.compaction != null) {
                current.compaction.policyChanged();
            }
        }
    }

    /**
     * Does one step of compaction, when this processor holds the machine.
     *
     * @param wait until there is something to commit, or nothing to do; otherwise the work goes on beside further steps
     * @return whether something was committed
     */
    public boolean compact(boolean wait) throws IOException, InterruptedException {
        Held current = held;
        if (current == null || current.compaction == null) {
            return false;
        }
        held = null;
        boolean worked = current.compaction.step(current.writer, wait);
        held = current;
        return worked;
    }

    private @Nullable Compaction compaction(CatalogWriter writer) throws IOException {
        CompactionPlan plan = compacting;
        if (plan == null) {
            return null;
        }
        CatalogReader reader = CatalogReader.open(replica, keys.machine());
        MachineCompactor compactor = new MachineCompactor(
                replica,
                reader,
                () -> encryption.keys(replica, reader.keys().dataKeys(), keys.machine()),
                writer.epoch(),
                plan.settings(),
                clock,
                plan.listener());
        return new Compaction(keys.machine(), compactor, plan.threads(), clock, listener);
    }

    /** Takes the machine, and finishes what a processor before left undone after its last commit. */
    private void claim(GenerationClaim newest) throws IOException {
        CatalogWriter writer =
                CatalogWriter.claim(replica, keys.machine(), newest.machineId(), owner, lastEpoch, clock.instant());
        lastEpoch = writer.epoch();
        Held taken = new Held(writer, writer.read(), compaction(writer));
        listener.claimed(keys.machine(), writer.epoch());
        GenerationClaim generation = taken.generation;
        if (generation != null) {
            taken.dataKeys = dataKeys(generation);
            discardRest(generation.generation() - 1);
        }
        LastSegment last = taken.last;
        if (last != null) {
            publish(newest.machineId(), last);
            segments.freeUpTo(last.id());
        }
        held = taken;
    }

    /** Whether cache storage holds anything that the replica store does not, or somebody asks for something; looked at without taking the machine. */
    private boolean hasWork(GenerationClaim newest) throws IOException {
        if (!CatalogReader.machines(replica).contains(keys.machine())) {
            return true;
        }
        Catalog catalog = CatalogReader.open(replica, keys.machine()).read();
        GenerationClaim known = catalog.newestGeneration();
        LastSegment last = catalog.newest();
        if (known == null
                || known.generation() < newest.generation()
                || !known.machineId().equals(newest.machineId())) {
            return true;
        }
        long done = last == null ? 0 : last.id().number();
        return segments.after(known.generation(), 0).stream().anyMatch(number -> number <= done + 1)
                || requests.isAny();
    }

    private boolean apply(Held current) throws IOException, InterruptedException {
        GenerationClaim claim = current.generation;
        if (claim == null) {
            return false;
        }
        long done = current.last == null ? 0 : current.last.id().number();
        int count = adjacent(segments.after(claim.generation(), done), done + 1);
        if (count == 0) {
            return false;
        }
        List<CatalogEntry> entries =
                store(current, claim, segments.fetch(claim.generation(), done + 1, count, current.dataKeys));
        current.writer.commit(entries);
        LastSegment last = ((SegmentAccepted) entries.getLast()).segment().last();
        current.last = last;
        publish(claim.machineId(), last);
        segments.free(
                claim.generation(),
                LongStream.rangeClosed(done + 1, done + count).boxed().toList());
        entries.forEach(entry -> listener.replicated(keys.machine(), ((SegmentAccepted) entry).segment()));
        return true;
    }

    /** Checks each segment against the one before it, and creates it in the replica store. */
    private List<CatalogEntry> store(Held current, GenerationClaim claim, List<Fetched> fetched) throws IOException {
        List<CatalogEntry> entries = new ArrayList<>();
        LastSegment before = current.last;
        for (Fetched each : fetched) {
            SegmentId id = new SegmentId(
                    claim.generation(), before == null ? 1 : before.id().number() + 1);
            String key = keys.segment(id.generation(), id.number());
            SegmentCheck.check(key, each.segment(), id, claim, before);
            CreateOnce.putSame(replica, current.writer.keys().segment(id), each.bytes());
            SegmentRef segment = SegmentRef.of(each.segment());
            before = segment.last();
            entries.add(new SegmentAccepted(segment));
        }
        return entries;
    }

    /** Goes on with the next generation, once everything of this one that can be applied has been. */
    private boolean accept(Held current) throws IOException, InterruptedException {
        int now = current.generation == null ? 0 : current.generation.generation();
        GenerationClaim next = claims.read(now + 1);
        if (next == null) {
            return false;
        }
        if (apply(current)) {
            return true;
        }
        // One that was overtaken knows too little of this generation to judge its end.
        current.writer.checkNotFenced();
        checkContinues(current, next);
        MachineKeys nextKeys = dataKeys(next);
        current.writer.commit(List.of(new GenerationAccepted(next)));
        current.dataKeys = nextKeys;
        if (current.last != null) {
            segments.freeUpTo(current.last.id());
        }
        discardRest(now);
        current.generation = next;
        current.last = null;
        listener.generation(keys.machine(), next);
        return true;
    }

    /**
     * The keys of an encrypted generation, out of the replica store, which has to be able to do without cache storage: what is missing
     * there is copied first.
     */
    private MachineKeys dataKeys(GenerationClaim generation) throws IOException {
        if (!generation.isEncrypted()) {
            return MachineKeys.NONE;
        }
        String prefix = new ReplicaKeys(keys.machine()).dataKeys();
        new MachineKeyStore(cache, keys.dataKeys(), keys.machine())
                .copyTo(new MachineKeyStore(replica, prefix, keys.machine()));
        MachineKeys found = encryption.keys(replica, prefix, keys.machine());
        found.require(
                generation.keyId(), "generation %d of machine %s".formatted(generation.generation(), keys.machine()));
        return found;
    }

    /** A generation that starts from the one before needs all of it. */
    private void checkContinues(Held current, GenerationClaim next) throws IOException {
        if (next.base() == Base.EMPTY) {
            return;
        }
        GenerationEnd end = claims.end(next.generation() - 1);
        long applied = current.last == null ? 0 : current.last.id().number();
        if (end == null || end.lastSegment() != applied) {
            throw new CorruptDataException(
                    keys.end(next.generation() - 1),
                    0,
                    "all %s segments of the generation that the next one starts from"
                            .formatted(end == null ? "" : end.lastSegment()),
                    applied + " segments");
        }
    }

    /** Nothing of the old generation counts from here on. */
    private void discardRest(int generation) throws IOException {
        List<Long> rest = generation == 0 ? List.of() : segments.after(generation, 0);
        while (!rest.isEmpty()) {
            listener.discarded(keys.machine(), generation, rest.getFirst(), rest.size());
            segments.free(generation, rest);
            rest = segments.after(generation, 0);
        }
    }

    private void publish(UUID machineId, LastSegment last) throws IOException {
        ReplicatedPosition position = new ReplicatedPosition(
                machineId, last.end(), last.id().number(), last.capturedBytes(), last.lastTime());
        cache.put(keys.replicated(), position.toBytes());
    }

    /** How many of these numbers follow each other from {@code first} on. */
    private static int adjacent(List<Long> numbers, long first) {
        int count = 0;
        while (count < numbers.size() && count < BATCH && numbers.get(count) == first + count) {
            count++;
        }
        return count;
    }
}
