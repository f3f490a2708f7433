package io.farshore.dataplane.pipeline;

import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.failure.FencedException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.store.CrashedError;
import io.farshore.core.store.FaultyObjectStore;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.compact.CompactListener;
import io.farshore.dataplane.compact.CompactionSettings;
import io.farshore.dataplane.process.CompactionPlan;
import io.farshore.dataplane.process.MachineProcessor;
import io.farshore.dataplane.process.ProcessListener;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.random.RandomGenerator;

/** Processors of one machine that fail, are killed between any two calls to a store, and run beside each other. */
final class Processors implements ProcessListener {
    /** Merges often, deletes at once. */
    private static final CompactionSettings TINY = new CompactionSettings(5, 3, 1 << 20, 4096, 32 << 10, Duration.ZERO);

    private final ObjectStore cache;
    private final ObjectStore replica;
    private final ExecutorService fetchers;
    private final RandomGenerator random;
    private final Encryption encryption;
    private final List<Running> running = new ArrayList<>();
    private final List<String> compactionFailures = new ArrayList<>();
    private long fenced;

    private record Running(MachineProcessor processor, FaultyObjectStore cache, FaultyObjectStore replica) {}

    Processors(
            ObjectStore cache,
            ObjectStore replica,
            Encryption encryption,
            ExecutorService fetchers,
            RandomGenerator random) {
        this.encryption = encryption;
        this.cache = cache;
        this.replica = replica;
        this.fetchers = fetchers;
        this.random = random;
    }

    long fenced() {
        return fenced;
    }

    /** One step of one of them, or a new one, with faults. */
    void stepBadly() throws IOException, InterruptedException {
        if (running.isEmpty() || random.nextInt(20) == 0) {
            running.add(start());
        }
        Running one = running.get(random.nextInt(running.size()));
        if (random.nextInt(6) == 0) {
            (random.nextBoolean() ? one.cache : one.replica).crashAfter(random.nextInt(12));
        }
        step(one);
    }

    /** Without faults, until nothing is left to do. */
    void drain() throws IOException, InterruptedException {
        running.clear();
        Running last = start();
        last.cache.reset();
        last.replica.reset();
        boolean worked = true;
        while (worked) {
            worked = last.processor.step() || last.processor.compact(true);
        }
        if (!compactionFailures.isEmpty()) {
            throw new AssertionError(String.join("\n", compactionFailures));
        }
    }

    private Running start() {
        FaultyObjectStore badCache = new FaultyObjectStore(cache, random);
        FaultyObjectStore badReplica = new FaultyObjectStore(replica, random);
        badCache.failRandomly(0.03);
        badReplica.failRandomly(0.03);
        return new Running(
                new MachineProcessor(
                        ProtectedMachine.NAME,
                        badCache,
                        badReplica,
                        encryption,
                        fetchers,
                        InstantSource.system(),
                        this::nextId,
                        this,
                        new CompactionPlan(TINY, fetchers, new CompactListener() {})),
                badCache,
                badReplica);
    }

    private void step(Running one) throws IOException, InterruptedException {
        try {
            one.processor.step();
            if (random.nextInt(3) == 0) {
                one.processor.compact(true);
            }
        } catch (UnavailableException e) {
            // It tries again when its turn comes.
        } catch (FencedException e) {
            fenced++;
            running.remove(one);
        } catch (CrashedError e) {
            running.remove(one);
        } catch (IllegalStateException e) {
            if (!(e.getCause() instanceof CrashedError)) {
                throw e;
            }
            running.remove(one);
        }
    }

    private UUID nextId() {
        return new UUID(random.nextLong(), random.nextLong());
    }

    @Override
    public void claimed(String machine, int epoch) {}

    @Override
    public void generation(String machine, GenerationClaim claim) {}

    @Override
    public void replicated(String machine, SegmentRef segment) {}

    @Override
    public void discarded(String machine, int generation, long firstSegment, int count) {}

    @Override
    public void trouble(String machine, String message) {
        boolean expected = message.contains("UnavailableException") || message.contains("CrashedError");
        if (message.startsWith("compaction") && !expected) {
            compactionFailures.add(message);
        }
    }
}
