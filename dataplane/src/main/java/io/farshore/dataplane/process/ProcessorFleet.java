package io.farshore.dataplane.process;

import io.farshore.core.crypto.Encryption;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.Prefixes;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Processes one machine, or every machine that cache storage holds, on the calling thread. A machine whose data is damaged or that
 * another processor has taken is left alone from then on; the others go on. Cache storage has no events, so it looks again and
 * again, less often while nothing comes.
 */
public final class ProcessorFleet implements AutoCloseable {
    private static final int FETCHES = 4;
    private static final long SHORTEST_PAUSE_NANOS = 50_000_000L;
    private static final long LONGEST_PAUSE_NANOS = 500_000_000L;

    private final ObjectStore cache;
    private final ObjectStore replica;
    private final @Nullable String only;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final ProcessListener listener;
    private final @Nullable CompactionPlan compacting;
    private final Encryption encryption;
    private final ExecutorService fetchers = Executors.newFixedThreadPool(
            FETCHES, Thread.ofPlatform().name("fetch ", 1).daemon(true).factory());
    private final Map<String, MachineProcessor> processors = new LinkedHashMap<>();
    private final Map<String, Exception> failed = new LinkedHashMap<>();
    private volatile boolean closed;

    /** Processes machines that are not encrypted, and leaves replicas as they grow. */
    public ProcessorFleet(
            ObjectStore cache,
            ObjectStore replica,
            @Nullable String only,
            InstantSource clock,
            Supplier<UUID> ids,
            ProcessListener listener) {
        this(cache, replica, Encryption.NONE, only, clock, ids, listener, null);
    }

    /**
     * @param encryption opens the keys of encrypted machines
     * @param only the machine to process, or null for all
     * @param compacting null to leave replicas as they grow
     */
    public ProcessorFleet(
            ObjectStore cache,
            ObjectStore replica,
            Encryption encryption,
            @Nullable String only,
            InstantSource clock,
            Supplier<UUID> ids,
            ProcessListener listener,
            @Nullable CompactionPlan compacting) {
        this.compacting = compacting;
        this.encryption = encryption;
        this.cache = cache;
        this.replica = replica;
        this.only = only;
        this.clock = clock;
        this.ids = ids;
        this.listener = listener;
    }

    /** Processes until there is nothing left to do. */
    public void drain() throws IOException, InterruptedException {
        boolean worked = true;
        while (worked && !closed) {
            worked = round(true);
        }
    }

    /** Processes until closed, or until no machine is left that it could process. */
    public void run() throws IOException, InterruptedException {
        long pause = SHORTEST_PAUSE_NANOS;
        while (!closed && !isFinished()) {
            if (round(false)) {
                pause = SHORTEST_PAUSE_NANOS;
            } else {
                LockSupport.parkNanos(this, pause);
                pause = Math.min(pause * 2, LONGEST_PAUSE_NANOS);
            }
        }
    }

    /** What ended the processing of machines, by machine. */
    public Map<String, Exception> failed() {
        return failed;
    }

    /** The machines that were looked at. */
    public List<String> machines() {
        return new ArrayList<>(processors.keySet());
    }

    private boolean isFinished() {
        return !failed.isEmpty() && failed.keySet().containsAll(only != null ? List.of(only) : processors.keySet());
    }

    /** @param strict an unavailable store ends the round, rather than being tried again later */
    private boolean round(boolean strict) throws IOException, InterruptedException {
        boolean worked = false;
        for (String machine : present(strict)) {
            worked |= step(machine, strict);
        }
        return worked;
    }

    private List<String> present(boolean strict) throws IOException {
        if (only != null) {
            return List.of(only);
        }
        try {
            return Prefixes.folders(cache, CacheKeys.ROOT);
        } catch (UnavailableException e) {
            if (strict) {
                throw e;
            }
            listener.trouble("", String.valueOf(e.getMessage()));
            return List.of();
        }
    }

    private boolean step(String machine, boolean strict) throws IOException, InterruptedException {
        if (failed.containsKey(machine)) {
            return false;
        }
        try {
            MachineProcessor processor = processors.computeIfAbsent(
                    machine,
                    name -> new MachineProcessor(
                            name, cache, replica, encryption, fetchers, clock, ids, listener, compacting));
            boolean worked = processor.step();
            return processor.compact(strict && !worked) || worked;
        } catch (UnavailableException e) {
            if (strict) {
                throw e;
            }
            listener.trouble(machine, String.valueOf(e.getMessage()));
            return false;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException | IllegalArgumentException e) {
            failed.put(machine, e);
            listener.trouble(machine, String.valueOf(e.getMessage()));
            return false;
        }
    }

    /** Lets {@link #run} and {@link #drain} return after the step they are at. Any thread may call. */
    public void stop() {
        closed = true;
    }

    /** Call it when {@link #run} and {@link #drain} have returned. */
    @Override
    public void close() {
        closed = true;
        fetchers.shutdownNow();
    }
}
