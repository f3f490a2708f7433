package io.farshore.dataplane.usage;

import io.farshore.core.catalog.CatalogEntry.Totals;
import io.farshore.core.catalog.LastSegment;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.retention.RetentionWindow;
import io.farshore.dataplane.compact.StoredBytes;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What one machine takes.
 *
 * @param captured bytes that the guest wrote, by generation
 * @param replicated up to where, or null when nothing is
 * @param cached what waits in cache storage, or null when nobody asked
 * @param keptByWindow stored bytes of payload
 * @param written since the replica began, in stored bytes
 * @param lastHour what the guest wrote before the newest point
 * @param forecast stored bytes of payload kept at the end of the retention, or null when nothing is known to say so
 */
public record MachineUsage(
        String machine,
        RetentionPolicy retention,
        SortedMap<Integer, Long> captured,
        @Nullable LastSegment replicated,
        @Nullable Cached cached,
        Map<RetentionWindow, Long> keptByWindow,
        Stored stored,
        Totals written,
        Churn lastHour,
        Churn lastDay,
        @Nullable Long forecast) {
    public MachineUsage {
        captured = Collections.unmodifiableSortedMap(new TreeMap<>(captured));
        Map<RetentionWindow, Long> all = new EnumMap<>(RetentionWindow.class);
        for (RetentionWindow window : RetentionWindow.values()) {
            all.put(window, keptByWindow.getOrDefault(window, 0L));
        }
        keptByWindow = Collections.unmodifiableMap(all);
    }

    public long capturedBytes() {
        return captured.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Bytes written into the replica store for each byte that came out of cache storage; 0 when none did. Without the catalog. */
    public double writtenPerIngested() {
        long all = written.ingestedBytes() + written.movedBytes() + written.indexBytes();
        return written.ingestedBytes() == 0 ? 0 : (double) all / written.ingestedBytes();
    }

    /**
     * What waits in cache storage.
     *
     * @param oldest when its oldest change was captured, or null when nothing waits
     */
    public record Cached(StoredBytes segments, @Nullable Instant oldest) {}

    /**
     * What lies in the store.
     *
     * @param catalog with epochs
     * @param other descriptor, pins, requests
     * @param garbage of segments, data and runs: what nothing needs and will be deleted
     */
    public record Stored(
            StoredBytes segments,
            StoredBytes data,
            StoredBytes runs,
            StoredBytes catalog,
            StoredBytes other,
            StoredBytes total,
            StoredBytes garbage) {}

    /** So many bytes were written in this time. */
    public record Churn(long bytes, Duration over) {
        static final Churn NONE = new Churn(0, Duration.ZERO);

        /** 0 when nothing is known. */
        public double bytesPerSecond() {
            return over.isZero() ? 0 : bytes * 1e9 / over.toNanos();
        }
    }
}
