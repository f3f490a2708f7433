package io.farshore.dist.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Capture, killed under a writing guest: what its recovery points hold, and how the next capture goes on. */
@Tag("real")
class KillReplicateTest {
    private static final int SIZE = 4 << 20;

    private Site site;

    @BeforeEach
    void open() throws IOException {
        site = Site.create();
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void aKilledSplitterLeavesExactPointsAndTheNextOneCopiesTheFile() throws Exception {
        Path file = site.path("d.raw");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(SIZE);
        }
        int acknowledged = writeAndKill(file.toString());
        Map<String, Integer> before = counts(site.points());
        assertThat(Records.countIn(Files.readAllBytes(file))).isBetween(acknowledged, acknowledged + 1);

        FarshoreChild replicate = site.replicate(file.toString());
        replicate.awaitState("streaming");
        Records.Writer writer = new Records.Writer(site.connect(), acknowledged + 1);
        writer.awaitAcknowledged(acknowledged + 200);
        int all = writer.stop();
        replicate.terminate().awaitSuccess();
        site.processOnce();

        Site.assertSameBytes(site.restore("latest"), Files.readAllBytes(file));
        Map<String, Integer> after = counts(site.points());
        assertThat(after).containsAllEntriesOf(before).containsValue(all);
        assertThat(after.keySet()).anyMatch(point -> point.startsWith("2."));
    }

    @Test
    void aKilledSinkLeavesExactPointsAndTheNextOneOffersNoneUntilItsCopyIsComplete() throws Exception {
        int acknowledged = writeAndKill("4M");
        Map<String, Integer> before = counts(site.points());

        FarshoreChild replicate = site.replicate("4M");
        replicate.awaitState("initialReplication");
        Records.Writer copy = new Records.Writer(site.connect(), 1);
        copy.awaitAcknowledged(acknowledged);
        replicate.await("segment", event -> !event.path("consistent").asBoolean());
        int copied = copy.stop();
        site.processOnce();
        assertThat(counts(site.points())).isEqualTo(before);
        assertThat(replicate.events("mark")).isEmpty();

        site.run("mark", "--listen", site.path("s").toString(), "--initial-replication-complete");
        replicate.awaitState("streaming");
        replicate.terminate().awaitSuccess();
        site.processOnce();
        Map<String, Integer> after = counts(site.points());
        assertThat(after).containsAllEntriesOf(before).hasSizeGreaterThan(before.size());
        assertThat(List.copyOf(after.values())).last().isEqualTo(copied);
    }

    /** @return how many records were acknowledged when it was killed */
    private int writeAndKill(String disk) throws Exception {
        FarshoreChild replicate = site.replicate(disk);
        replicate.awaitState("streaming");
        Records.Writer writer = new Records.Writer(site.connect(), 1);
        replicate.await("segment", event -> event.path("number").asInt() == 3);
        writer.awaitAcknowledged(writer.acknowledged() + 100);
        replicate.kill();
        int acknowledged = writer.stop();
        site.processOnce();

        List<Integer> counts = List.copyOf(counts(site.points()).values());
        assertThat(counts).isSorted().hasSizeGreaterThanOrEqualTo(3);
        assertThat(counts.getLast()).isBetween(cached(replicate), acknowledged + 1);
        return acknowledged;
    }

    /** How many records the last segment that it told of has with all before it: each change is one. */
    private int cached(FarshoreChild replicate) throws IOException {
        JsonNode last = replicate.events("segment").getLast();
        String position = last.path("position").asText();
        assertThat(site.points()).contains(position);
        return Records.countIn(site.restore(position));
    }

    private Map<String, Integer> counts(List<String> points) throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>();
        for (String point : points) {
            counts.put(point, Records.countIn(site.restore(point)));
        }
        return counts;
    }
}
