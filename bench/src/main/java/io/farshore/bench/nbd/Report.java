package io.farshore.bench.nbd;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.bench.figures.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Shows the rows: as a table for people, as one object for programs. */
record Report(Plan plan, String machine, List<Row> rows) {
    private static final List<String> HEADINGS =
            List.of("", "IOPS", "MiB/s", "mean µs", "p99 µs", "speed", "latency", "logged", "drain s");

    /** Lines for people. */
    List<String> text() {
        List<String> lines = new ArrayList<>();
        lines.add("fio's nbd engine over unix sockets; %d round(s) of %.1f s, medians; %s"
                .formatted(plan.rounds(), plan.each().toMillis() / 1000.0, machine));
        lines.add("Payload compresses to about half, as that of databases does (fio --buffer_compress_percentage=50).");
        lines.add(
                "speed and latency: ratio to nbdkit memory in the same round. logged: share of the writes whose bytes");
        lines.add("were logged, not only tracked (lowest round). drain: until all of them were in cache storage.");
        lines.addAll(Columns.lines(HEADINGS, table()));
        lines.add("");
        lines.add("Aims for the sink, while log, checksums, compression and shipping to a file store run:");
        Aim.ALL.forEach(aim -> lines.add("  " + text(aim.outcome(rows))));
        return lines;
    }

    private List<List<String>> table() {
        List<List<String>> table = new ArrayList<>();
        String load = "";
        for (Row row : rows.stream().sorted(Report::byWorkload).toList()) {
            if (!row.load().name().equals(load)) {
                load = row.load().name();
                table.add(List.of(load));
            }
            table.add(cells(row));
        }
        return table;
    }

    private static int byWorkload(Row one, Row other) {
        return Integer.compare(Workload.ALL.indexOf(one.load()), Workload.ALL.indexOf(other.load()));
    }

    private static List<String> cells(Row row) {
        boolean wrote = row.hasLog() && !row.load().isRead();
        return List.of(
                "  " + row.server(),
                number("%.0f", row.perSecond()),
                number("%.0f", row.mibPerSecond()),
                number("%.1f", row.meanMicros()),
                number("%.1f", row.p99Micros()),
                number("%.2f", row.speedRatio()),
                number("%.2f", row.latencyRatio()),
                wrote ? percent(row.loggedShare()) : "",
                wrote ? number("%.1f", row.drainSeconds()) : "");
    }

    private static String text(Aim.Outcome outcome) {
        Aim aim = outcome.aim();
        String caveat = outcome.countsAsLogged()
                ? ""
                : "; but only %s of the writes were logged: compression did not keep up, so this is no claim"
                        .formatted(percent(outcome.loggedShare()));
        return "%-32s %s (aim: at %s %s) %s%s"
                .formatted(
                        aim.name(),
                        number("%.2f", outcome.ratio()),
                        aim.isLimit() ? "most" : "least",
                        number("%.1f", aim.bound()),
                        outcome.isReached() ? "reached" : "missed",
                        caveat);
    }

    /** Rounded down: 100 % means all. */
    private static String percent(double share) {
        return "%d %%".formatted((long) Math.floor(share * 100));
    }

    private static String number(String format, double value) {
        return String.format(Locale.ROOT, format, value);
    }

    /** One object for programs. */
    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("machine", machine)
                .put("rounds", plan.rounds())
                .put("seconds", plan.each().toMillis() / 1000.0)
                .put("compressPercent", 50);
        ArrayNode list = json.putArray("rows");
        rows.forEach(row -> list.add(json(row)));
        ArrayNode aims = json.putArray("aims");
        Aim.ALL.forEach(aim -> aims.add(json(aim.outcome(rows))));
        return json;
    }

    private static ObjectNode json(Row row) {
        ObjectNode json = JsonNodeFactory.instance
                .objectNode()
                .put("workload", row.load().name())
                .put("server", row.server())
                .put("iops", row.perSecond())
                .put("mibPerSecond", row.mibPerSecond())
                .put("meanMicros", row.meanMicros())
                .put("p99Micros", row.p99Micros())
                .put("speedRatio", row.speedRatio())
                .put("latencyRatio", row.latencyRatio());
        return row.hasLog() && !row.load().isRead()
                ? json.put("loggedShare", row.loggedShare()).put("drainSeconds", row.drainSeconds())
                : json;
    }

    private static ObjectNode json(Aim.Outcome outcome) {
        return JsonNodeFactory.instance
                .objectNode()
                .put("aim", outcome.aim().name())
                .put("ratio", outcome.ratio())
                .put(
                        outcome.aim().isLimit() ? "atMost" : "atLeast",
                        outcome.aim().bound())
                .put("reached", outcome.isReached())
                .put("allLogged", outcome.countsAsLogged());
    }
}
