package io.farshore.dataplane.usage;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.log.SegmentHeader;
import io.farshore.core.log.SegmentId;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.retention.RetentionWindow;
import io.farshore.core.run.ObjectCiphers;
import io.farshore.core.run.Step;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.dataplane.compact.MachineObjects;
import io.farshore.dataplane.compact.StoredBytes;
import io.farshore.dataplane.usage.MachineUsage.Cached;
import io.farshore.dataplane.usage.MachineUsage.Churn;
import io.farshore.dataplane.usage.MachineUsage.Stored;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Finds out what machines take. Changes nothing; does not own the stores. */
public final class UsageReader {
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final @Nullable ObjectStore cache;
    private final Encryption encryption;

    /** @param cache where what is not replicated yet waits, or null not to look */
    public UsageReader(ObjectStore store, @Nullable ObjectStore cache, Encryption encryption) {
        this.encryption = encryption;
        this.store = store;
        this.cache = cache;
    }

    /** @throws IllegalArgumentException when the store does not hold the machine; the message says which it holds */
    public MachineUsage read(String machine) throws IOException {
        CatalogReader reader = CatalogReader.open(store, machine);
        ReplicaKeys keys = reader.keys();
        Catalog catalog = reader.read();
        RetentionPolicy policy = catalog.retention();
        List<RecoveryPoint> points = catalog.points();
        Map<Position, RetentionWindow> windows = policy.windows(points);
        Map<RetentionWindow, Long> kept = new EnumMap<>(RetentionWindow.class);
        Forecast forecast = new Forecast(policy);
        ObjectCiphers ciphers = new ObjectCiphers(encryption.keys(store, keys.dataKeys(), keys.machine()));
        for (KeptStep step : new KeptSteps(store, keys, ciphers).of(catalog)) {
            RetentionWindow window = windows.getOrDefault(step.position(), window(policy, points, step.time()));
            kept.merge(window, step.storedBytes(), Long::sum);
            if (points.isEmpty() || step.position().compareTo(points.getFirst().position()) <= 0) {
                forecast.addBase(step.storedBytes());
            } else {
                forecast.add(window, step.capturedBytes(), step.storedBytes());
            }
        }
        Churn lastDay = churn(catalog, Duration.ofDays(1));
        return new MachineUsage(
                machine,
                policy,
                captured(catalog),
                catalog.newest(),
                cached(machine),
                kept,
                stored(catalog, keys),
                catalog.totals(),
                churn(catalog, Duration.ofHours(1)),
                lastDay,
                lastDay.over().isZero() ? null : forecast.at(lastDay.bytesPerSecond()));
    }

    private static RetentionWindow window(RetentionPolicy policy, List<RecoveryPoint> points, Instant time) {
        return points.isEmpty()
                ? RetentionWindow.FINE
                : RetentionWindow.of(
                        policy, Duration.between(time, points.getLast().time()));
    }

    private static SortedMap<Integer, Long> captured(Catalog catalog) {
        SortedMap<Integer, Long> captured = new TreeMap<>();
        for (GenerationClaim claim : catalog.generations()) {
            List<Step> steps = catalog.steps(claim.generation());
            captured.put(
                    claim.generation(), steps.isEmpty() ? 0 : steps.getLast().capturedBytes());
        }
        return captured;
    }

    /** Of the newest generation, as far back as it goes; between instants that can still be told apart. */
    private static Churn churn(Catalog catalog, Duration over) {
        GenerationClaim newest = catalog.newestGeneration();
        List<Step> steps = newest == null ? List.of() : catalog.steps(newest.generation());
        if (steps.size() < 2) {
            return Churn.NONE;
        }
        Step last = steps.getLast();
        Step first = steps.getFirst();
        for (Step step : steps) {
            if (!step.lastTime().isAfter(last.lastTime().minus(over))) {
                first = step;
            }
        }
        return new Churn(
                last.capturedBytes() - first.capturedBytes(), Duration.between(first.lastTime(), last.lastTime()));
    }

    private Stored stored(Catalog catalog, ReplicaKeys keys) throws IOException {
        MachineObjects objects = MachineObjects.list(store, keys);
        StoredBytes segments = objects.sum(key -> key.startsWith(keys.logs()));
        StoredBytes data = objects.sum(key -> key.startsWith(keys.data()));
        StoredBytes runs = objects.sum(key -> key.startsWith(keys.runs()));
        StoredBytes versions = objects.sum(key -> key.startsWith(keys.catalogs()) || key.startsWith(keys.epochs()));
        StoredBytes all = objects.all();
        StoredBytes other = new StoredBytes(
                all.objects() - segments.objects() - data.objects() - runs.objects() - versions.objects(),
                all.bytes() - segments.bytes() - data.bytes() - runs.bytes() - versions.bytes());
        return new Stored(segments, data, runs, versions, other, all, objects.garbage(catalog, keys));
    }

    private @Nullable Cached cached(String machine) throws IOException {
        ObjectStore from = cache;
        if (from == null) {
            return null;
        }
        String prefix = new CacheKeys(machine).root() + "log/";
        StoredBytes sum = StoredBytes.NONE;
        Instant oldest = null;
        String after = "";
        List<StoredObject> page;
        do {
            page = from.list(prefix, after, PAGE);
            for (StoredObject object : page) {
                sum = SegmentId.numberIn(object.key()) < 0 ? sum : sum.plus(object.size());
                oldest = oldest == null ? firstTime(from, object.key()) : oldest;
                after = object.key();
            }
        } while (page.size() == PAGE);
        return new Cached(sum, oldest);
    }

    /** Null when it is gone by now. */
    private static @Nullable Instant firstTime(ObjectStore from, String key) throws IOException {
        byte[] header = from.get(key, 0, SegmentHeader.LENGTH);
        return header == null ? null : SegmentHeader.parse(key, header).firstTime();
    }
}
