package io.farshore.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farshore.testkit.Programs;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

/** Each benchmark runs to its end and prints figures; how good they are is not a test's to say. */
class BenchmarksRunTest {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();

    @ParameterizedTest
    @CsvSource({
        "map, maps, heapMiB",
        "map, runs, storedBytesPerEntry",
        "open, openings, totalMillis",
        "ingest, ingest, mibPerCoreSecond",
        "compact, compaction, amplification"
    })
    void printsFigures(String benchmark, String table, String figure) throws IOException {
        assertThat(run(benchmark, "--quick", "--json")).as(err.toString()).isZero();

        assertThat(figures(table, figure))
                .isNotEmpty()
                .allSatisfy(value -> assertThat(value).isPositive());
    }

    @Test
    void printsTheFiguresOfRestore() throws IOException {
        Programs.require("nbdkit", "nbdcopy");

        assertThat(run("restore", "--quick", "--json")).as(err.toString()).isZero();

        assertThat(figures("restore", "ratio"))
                .hasSize(2)
                .allSatisfy(value -> assertThat(value).isPositive());
    }

    @Test
    void peopleGetATableAndHowItWasMeasured() {
        assertThat(run("compact", "--quick")).isZero();

        assertThat(out.toString()).contains("uniform random", "written again", "Measured on: ");
    }

    @Test
    void anotherSizeOfDiskIsRefused() {
        assertThat(run("map", "--tib", "3")).isNotZero();

        assertThat(err.toString()).contains("--tib 3: it has to be 1, 2, 4, 8, 16 or 32");
    }

    private List<Double> figures(String table, String figure) throws IOException {
        JsonNode json = new ObjectMapper().readTree(out.toString());
        assertThat(json.path("machine").asText()).contains("cores");
        assertThat(json.path("how")).isNotEmpty();
        List<Double> values = new ArrayList<>();
        json.path(table).forEach(row -> values.add(row.path(figure).asDouble()));
        return values;
    }

    private int run(String... arguments) {
        return new CommandLine(new BenchCommand())
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .execute(arguments);
    }
}
