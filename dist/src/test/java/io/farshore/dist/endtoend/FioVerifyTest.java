package io.farshore.dist.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.farshore.testkit.Finished;
import io.farshore.testkit.Programs;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** fio's own checksums, in every block of a disk: through a splitter, and out of recovery points. */
@Tag("real")
class FioVerifyTest {
    private static final Duration LONGEST = Duration.ofSeconds(60);
    private static final int SIZE = 16 << 20;

    private Site site;

    @BeforeEach
    void open() throws IOException {
        Programs.require("fio");
        site = Site.create();
    }

    @AfterEach
    void close() throws IOException {
        site.close();
    }

    @Test
    void aSplitterGivesBackWhatFioWroteAndSoDoesItsNewestPoint() throws Exception {
        Path file = site.path("d.raw");
        try (RandomAccessFile made = new RandomAccessFile(file.toFile(), "rw")) {
            made.setLength(SIZE);
        }
        FarshoreChild replicate = site.replicate(file.toString());
        replicate.awaitState("streaming");
        fio("--ioengine=nbd", nbd(site.path("s/vda.sock")), "--do_verify=1");
        replicate.terminate().awaitSuccess();
        site.processOnce();

        Site.assertSameBytes(site.restore("latest"), Files.readAllBytes(file));
    }

    @Test
    void aPointOfASinkHoldsWhatFioWroteExportedAndRestored() throws Exception {
        FarshoreChild replicate = site.replicate("16M");
        fio("--ioengine=nbd", nbd(site.path("s/vda.sock")), "--do_verify=0");
        replicate.terminate().awaitSuccess();
        site.processOnce();

        FarshoreChild export = site.start(
                "export",
                site.store(),
                "--machine",
                "m",
                "--point",
                "latest",
                "--listen",
                site.path("x").toString());
        JsonNode disk = export.await("disk", event -> true);
        fio("--ioengine=nbd", nbd(Path.of(disk.path("socket").asText())), "--verify_only");
        export.terminate().awaitSuccess();

        Path restored = Files.write(site.path("copy.raw"), site.restore("latest"));
        fio("--ioengine=psync", "--filename=" + restored, "--verify_only");
    }

    private static String nbd(Path socket) {
        return "--uri=nbd+unix:///vda?socket=" + socket;
    }

    /** One job, with the same blocks in the same order each time. */
    private void fio(String... options) {
        List<String> command = new ArrayList<>(List.of(
                "fio",
                "--name=verify",
                "--rw=randwrite",
                "--bs=4k",
                "--size=" + SIZE,
                "--io_size=" + SIZE,
                "--iodepth=16",
                "--randseed=7",
                "--verify=crc32c",
                "--verify_fatal=1",
                "--verify_state_save=0",
                "--aux-path=" + site.path(".")));
        command.addAll(List.of(options));
        Finished finished = Programs.tryRun(LONGEST, command.toArray(String[]::new));
        assertThat(finished.succeeded()).as(finished.toString()).isTrue();
        assertThat(finished.out()).contains("err= 0");
    }
}
