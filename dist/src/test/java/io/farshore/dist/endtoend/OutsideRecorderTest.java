package io.farshore.dist.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.dataplane.nbd.client.NbdClient;
import io.farshore.testkit.Programs;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;

/** Every recovery point is the disk after some prefix of what another program, in the same write path, saw being written. */
@Tag("real")
class OutsideRecorderTest {
    private static final int SIZE = 8 << 20;
    private static final int BLOCK = 4096;
    private static final long WRITING_NANOS = TimeUnit.SECONDS.toNanos(5);

    @BeforeEach
    void needsQemu() {
        Programs.require("qemu-storage-daemon", "qemu-io");
    }

    @Seeded(count = 1)
    void everyPointOfASinkIsAPrefixOfWhatQemuRecorded(RandomGenerator random) throws Exception {
        try (Site site = Site.create()) {
            check(site, "8M", new byte[SIZE], random);
        }
    }

    @Seeded(count = 1)
    void everyPointOfASplitterIsAPrefixOfWhatQemuRecorded(RandomGenerator random) throws Exception {
        try (Site site = Site.create()) {
            byte[] before = new byte[SIZE];
            random.nextBytes(before);
            Path file = Files.write(site.path("d.raw"), before);

            byte[] after = check(site, file.toString(), before, random);

            Site.assertSameBytes(Files.readAllBytes(file), after);
        }
    }

    /** @return what the outside log says the disk holds at the end */
    private static byte[] check(Site site, String disk, byte[] content, RandomGenerator random) throws Exception {
        FarshoreChild replicate = site.replicate(disk);
        replicate.awaitState("streaming");
        OutsideLog log = record(site, random);
        replicate.terminate().awaitSuccess();
        site.processOnce();

        List<String> points = site.points();
        assertThat(points).hasSizeGreaterThan(3);
        int prefix = 0;
        for (String point : points) {
            int next = log.advance(prefix, content, site.restore(point));
            assertThat(next)
                    .as("%s of %s, after prefix %d", point, points, prefix)
                    .isNotNegative();
            prefix = next;
        }
        assertThat(prefix).isEqualTo(log.size());
        return content;
    }

    private static OutsideLog record(Site site, RandomGenerator random) throws IOException, InterruptedException {
        try (Recorder recorder = Recorder.start(site)) {
            try (NbdClient client = recorder.connect()) {
                long end = System.nanoTime() + WRITING_NANOS;
                for (int count = 0; System.nanoTime() < end; count++) {
                    change(client, random);
                    if (count % 50 == 0) {
                        discard(recorder, random);
                    }
                    LockSupport.parkNanos(random.nextLong(10_000_000));
                }
                client.write(0, content(random, BLOCK));
            }
            OutsideLog log = recorder.stop();
            assertThat(log.size()).isGreaterThan(200);
            assertThat(log.discards()).isPositive();
            return log;
        }
    }

    private static void change(NbdClient client, RandomGenerator random) throws IOException {
        int length = BLOCK * random.nextInt(1, 17);
        long offset = offset(random, length);
        switch (random.nextInt(10)) {
            case 0 -> client.zero(offset, length);
            case 1 -> client.flush();
            default -> client.write(offset, content(random, length));
        }
    }

    /** Our own client discards nothing. */
    private static void discard(Recorder recorder, RandomGenerator random) {
        int length = BLOCK * random.nextInt(1, 17);
        Programs.run(
                Duration.ofSeconds(10),
                "qemu-io",
                "-f",
                "raw",
                "nbd+unix:///rec?socket=" + recorder.socket(),
                "-c",
                "discard %d %d".formatted(offset(random, length), length));
    }

    private static long offset(RandomGenerator random, int length) {
        return (long) BLOCK * random.nextInt((SIZE - length) / BLOCK + 1);
    }

    private static ByteBuffer content(RandomGenerator random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return ByteBuffer.wrap(bytes);
    }
}
