package io.farshore.cli;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.catalog.LastSegment;
import io.farshore.core.retention.RetentionWindow;
import io.farshore.dataplane.compact.StoredBytes;
import io.farshore.dataplane.usage.MachineUsage;
import io.farshore.dataplane.usage.MachineUsage.Cached;
import io.farshore.dataplane.usage.MachineUsage.Churn;
import io.farshore.dataplane.usage.MachineUsage.Stored;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the usage of a machine is printed.
 *
 * @param now from which ages are measured
 */
record UsageReport(MachineUsage usage, Instant now) {
    List<String> lines() {
        List<String> lines = new ArrayList<>();
        lines.add(usage.machine());
        add(lines, "captured", Sizes.format(usage.capturedBytes()));
        Cached cached = usage.cached();
        if (cached != null) {
            add(lines, "cached", cached(cached));
        }
        LastSegment last = usage.replicated();
        add(
                lines,
                "replicated",
                last == null ? "nothing yet" : "up to %s of %s".formatted(last.end(), last.lastTime()));
        usage.keptByWindow().forEach((window, bytes) -> {
            if (bytes > 0) {
                add(lines, "kept", "%s %s".formatted(Sizes.format(bytes), words(window)));
            }
        });
        Stored stored = usage.stored();
        add(lines, "in the store", sum(stored.total()));
        add(lines, "  segments", sum(stored.segments()));
        add(lines, "  moved payload", sum(stored.data()));
        add(lines, "  indexes", sum(stored.runs()));
        add(lines, "  catalog", sum(stored.catalog()));
        add(lines, "  other", sum(stored.other()));
        add(lines, "  of it garbage", sum(stored.garbage()));
        add(lines, "written", "%.2f bytes for each that came in".formatted(usage.writtenPerIngested()));
        add(lines, "churn", churn(usage.lastHour()) + "; " + churn(usage.lastDay()));
        Long forecast = usage.forecast();
        add(
                lines,
                "forecast",
                forecast == null
                        ? "not enough is known yet"
                        : "%s kept at the end of the retention of %s, at this churn"
                                .formatted(
                                        Sizes.format(forecast),
                                        Durations.exact(usage.retention().retention())));
        return lines;
    }

    private static void add(List<String> lines, String what, String text) {
        lines.add("  %-16s%s".formatted(what, text));
    }

    private static String sum(StoredBytes sum) {
        return "%s in %d objects".formatted(Sizes.format(sum.bytes()), sum.objects());
    }

    private String cached(Cached cached) {
        Instant oldest = cached.oldest();
        return oldest == null
                ? "nothing waits"
                : "%s, the oldest %s old".formatted(sum(cached.segments()), Durations.format(age(oldest)));
    }

    private Duration age(Instant of) {
        Duration age = Duration.between(of, now);
        return age.isNegative() ? Duration.ZERO : age;
    }

    private static String churn(Churn churn) {
        return churn.over().isZero()
                ? "unknown"
                : "%s in %s".formatted(Sizes.format(churn.bytes()), Durations.format(churn.over()));
    }

    private String words(RetentionWindow window) {
        return switch (window) {
            case FINE ->
                "for every second of the last "
                        + Durations.exact(usage.retention().fineWindow());
            case TO_2_HOURS -> "for marked points up to 2h";
            case DAY_1 -> "for a point an hour up to 1d";
            case DAYS_2_TO_7 -> "for a point each 2h up to 7d";
            case FROM_DAY_8 -> "for a point each 4h from then on";
            case PAST_RETENTION -> "for held points past retention, and what waits to be dropped";
        };
    }

    ObjectNode json() {
        ObjectNode json = Output.object()
                .put("machine", usage.machine())
                .put("retentionSeconds", usage.retention().retention().toSeconds())
                .put("fineSeconds", usage.retention().fineWindow().toSeconds())
                .put("capturedBytes", usage.capturedBytes());
        ObjectNode captured = json.putObject("capturedBytesByGeneration");
        usage.captured().forEach((generation, bytes) -> captured.put(Integer.toString(generation), bytes));
        LastSegment last = usage.replicated();
        json.put("replicatedPosition", last == null ? null : last.end().toString());
        json.put("replicatedTime", last == null ? null : last.lastTime().toString());
        Cached cached = usage.cached();
        if (cached != null) {
            Instant oldest = cached.oldest();
            put(json, "cached", cached.segments())
                    .put("oldestTime", text(oldest))
                    .put("oldestAgeSeconds", oldest == null ? null : age(oldest).toSeconds());
        }
        ObjectNode kept = json.putObject("keptBytesByWindow");
        usage.keptByWindow().forEach((window, bytes) -> kept.put(PointsCommand.name(window), bytes));
        ObjectNode stored = json.putObject("stored");
        put(stored, "segments", usage.stored().segments());
        put(stored, "data", usage.stored().data());
        put(stored, "runs", usage.stored().runs());
        put(stored, "catalog", usage.stored().catalog());
        put(stored, "other", usage.stored().other());
        put(stored, "total", usage.stored().total());
        put(stored, "garbage", usage.stored().garbage());
        json.put("ingestedBytes", usage.written().ingestedBytes())
                .put("movedBytes", usage.written().movedBytes())
                .put("indexBytes", usage.written().indexBytes())
                .put("writtenPerIngested", usage.writtenPerIngested());
        put(json, "lastHour", usage.lastHour());
        put(json, "lastDay", usage.lastDay());
        return json.put("forecastBytes", usage.forecast());
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }

    private static ObjectNode put(ObjectNode json, String name, StoredBytes sum) {
        return json.putObject(name).put("objects", sum.objects()).put("bytes", sum.bytes());
    }

    private static void put(ObjectNode json, String name, Churn churn) {
        json.putObject(name)
                .put("bytes", churn.bytes())
                .put("seconds", churn.over().toMillis() / 1000.0)
                .put("bytesPerSecond", churn.bytesPerSecond());
    }
}
