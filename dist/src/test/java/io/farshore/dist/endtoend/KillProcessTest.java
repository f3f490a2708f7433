package io.farshore.dist.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.dataplane.nbd.client.NbdClient;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;

/** The processor, killed wherever it is and overtaken by another: what the replica is worth afterwards. */
@Tag("real")
class KillProcessTest {
    private static final int SIZE = 8 << 20;
    private static final int BLOCK = 4096;
    private static final int KILLS = 4;

    @Seeded(count = 1)
    void theReplicaIsWholeAfterKillsAndAnOvertakingProcessor(RandomGenerator random, long seed) throws Exception {
        try (Site site = Site.create()) {
            FarshoreChild replicate = site.replicate("8M");
            Load load = new Load(site.connect(), seed);
            for (int i = 0; i < KILLS; i++) {
                killAtWork(site, random);
            }
            endsTheOlderOfTwo(site, replicate);

            byte[] model = load.stop();
            replicate.terminate().awaitSuccess();
            site.processOnce();
            isWhole(site, model);
        }
    }

    /** When the first segment of the cache is gone, which must be safe by then, or after any time since the machine was taken. */
    private static void killAtWork(Site site, RandomGenerator random) throws Exception {
        Set<String> cached = awaitBacklog(site);
        FarshoreChild process = site.process();
        if (random.nextInt(3) == 0) {
            process.await("claimed", event -> true);
            LockSupport.parkNanos(random.nextLong(TimeUnit.MILLISECONDS.toNanos(150)));
        } else {
            awaitUntil(
                    "a processor that frees what it applied",
                    () -> !segments(site).containsAll(cached));
        }
        process.kill();
    }

    private static Set<String> awaitBacklog(Site site) {
        awaitUntil("segments in cache storage", () -> segments(site).size() >= 2);
        return segments(site);
    }

    private static void awaitUntil(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("waited 20 s for %s", what).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(500));
        }
    }

    /** What lies in cache storage. */
    private static Set<String> segments(Site site) {
        String[] names = site.path("cache/cache/m/log/00000001").toFile().list();
        return names == null ? Set.of() : Set.of(names);
    }

    private static void endsTheOlderOfTwo(Site site, FarshoreChild replicate) throws Exception {
        FarshoreChild older = site.process();
        older.await("replicated", event -> true);
        FarshoreChild newer = site.process();
        newer.await("claimed", event -> true);
        assertThat(older.awaitExit()).as(older.complaints()).isEqualTo(4);
        int told = replicate.events("segment").size();
        replicate.await("segment", event -> replicate.events("segment").size() > told);
        newer.await("replicated", event -> true);
        newer.terminate().awaitSuccess();
    }

    private static void isWhole(Site site, byte[] model) throws IOException {
        assertThat(site.run("verify", site.store())).contains("nothing is damaged");
        Site.assertSameBytes(site.restore("latest"), model);
        List<String> points = site.points();
        List<Long> sequences = points.stream()
                .map(point -> Long.valueOf(point.substring(point.indexOf('.') + 1)))
                .toList();
        assertThat(sequences).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(KILLS);
        assertThat(points).allMatch(point -> point.startsWith("1."));
    }

    /** Writes at random places, and to a model as well. */
    private static final class Load {
        private final NbdClient client;
        private final RandomGenerator random;
        private final byte[] model = new byte[SIZE];
        private final Thread thread;
        private volatile boolean stopped;
        private volatile @Nullable IOException failure;

        Load(NbdClient client, long seed) {
            this.client = client;
            this.random = new SplittableRandom(seed);
            this.thread = Thread.ofVirtual().name("load").start(this::run);
        }

        byte[] stop() throws InterruptedException {
            stopped = true;
            thread.join();
            assertThat(failure).as("what a write failed with").isNull();
            return model;
        }

        private void run() {
            try (client) {
                while (!stopped) {
                    byte[] data = new byte[BLOCK * random.nextInt(1, 17)];
                    random.nextBytes(data);
                    int offset = BLOCK * random.nextInt((SIZE - data.length) / BLOCK + 1);
                    client.write(offset, ByteBuffer.wrap(data));
                    System.arraycopy(data, 0, model, offset, data.length);
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
                }
            } catch (IOException e) {
                failure = e;
            }
        }
    }
}
