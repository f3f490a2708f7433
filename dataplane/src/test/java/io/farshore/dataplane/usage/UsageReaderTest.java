package io.farshore.dataplane.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.SegmentId;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.retention.RetentionWindow;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.dataplane.compact.CompactListener;
import io.farshore.dataplane.compact.CompactionSettings;
import io.farshore.dataplane.compact.StoredBytes;
import io.farshore.dataplane.compact.WholeCompaction;
import io.farshore.dataplane.replica.ReplicaBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Replicas whose numbers can be worked out by hand: one block of 4 KiB a second, which does not compress. */
class UsageReaderTest {
    private static final int BLOCK = 4096;

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private ReplicaBuilder replica;

    @BeforeEach
    void start() throws IOException {
        replica = new ReplicaBuilder(store, "m").generation(Base.EMPTY, new DiskSpec("vda", 1 << 20));
    }

    @Test
    void segmentsThatNoRunStandsForAreKeptWhole() throws IOException {
        write(3, 1);
        long[] sizes = sizes();

        MachineUsage usage = usage();

        assertThat(usage.captured()).containsEntry(1, 3L * BLOCK).hasSize(1);
        assertThat(usage.keptByWindow()).containsEntry(RetentionWindow.FINE, sizes[0] + sizes[1] + sizes[2]);
        assertThat(usage.stored().segments()).isEqualTo(new StoredBytes(3, sizes[0] + sizes[1] + sizes[2]));
        assertThat(usage.stored().garbage()).isEqualTo(StoredBytes.NONE);
        assertThat(usage.writtenPerIngested()).isEqualTo(1.0);
        assertThat(usage.lastHour().bytes()).isEqualTo(2L * BLOCK);
        assertThat(usage.lastHour().over()).isEqualTo(Duration.ofSeconds(2));
        assertThat(usage.cached()).isNull();
    }

    @Test
    void theForecastIsTheFirstPointAndWhatIsKeptOfTheRestForAsLongAsRetentionSays() throws IOException {
        write(3, 1);
        long[] sizes = sizes();
        double share = (sizes[1] + sizes[2]) / (2.0 * BLOCK);
        double seconds = Duration.ofDays(15).toSeconds();

        assertThat(usage().forecast()).isNotNull();
        assertThat((double) usage().forecast()).isCloseTo(sizes[0] + BLOCK * seconds * share, within(1.0));
    }

    @Test
    void eachInstantCountsForTheWindowThatItIsIn() throws IOException {
        replica.retention(new RetentionPolicy(Duration.ofDays(1), Duration.ofSeconds(2)));
        write(5, 1);
        long[] sizes = sizes();

        assertThat(usage().keptByWindow())
                .containsEntry(RetentionWindow.FINE, sizes[3] + sizes[4])
                .containsEntry(RetentionWindow.TO_2_HOURS, sizes[0] + sizes[1] + sizes[2])
                .containsEntry(RetentionWindow.DAY_1, 0L);
    }

    @Test
    void ofWhatARunStandsForOnlyWhatItPointsToIsKept() throws IOException {
        replica.retention(new RetentionPolicy(Duration.ZERO, Duration.ZERO));
        write(70, 1);
        long ingested = usage().written().ingestedBytes();
        compact(Duration.ZERO);

        MachineUsage usage = usage();

        assertThat(usage.capturedBytes()).isEqualTo(70L * BLOCK);
        assertThat(usage.stored().segments()).isEqualTo(StoredBytes.NONE);
        assertThat(usage.stored().data().objects()).isEqualTo(1);
        assertThat(usage.keptByWindow())
                .containsEntry(RetentionWindow.FINE, usage.stored().data().bytes());
        assertThat(usage.stored().runs().objects()).isEqualTo(1);
        long moved = usage.stored().data().bytes();
        long index = usage.stored().runs().bytes();
        assertThat(usage.writtenPerIngested()).isCloseTo((double) (ingested + moved + index) / ingested, within(1e-9));
    }

    @Test
    void garbageIsCountedWhileItWaits() throws IOException {
        replica.retention(new RetentionPolicy(Duration.ZERO, Duration.ZERO));
        write(70, 1);
        compact(Duration.ofHours(1));

        MachineUsage usage = usage();

        assertThat(usage.stored().garbage()).isEqualTo(usage.stored().segments());
        assertThat(usage.stored().garbage().objects()).isEqualTo(70);
        assertThat(usage.stored().total().bytes())
                .isEqualTo(store.list("machines/m/", "", 10_000).stream()
                        .mapToLong(object -> object.size())
                        .sum());
    }

    @Test
    void whatWaitsInCacheStorageIsCounted() throws IOException {
        write(2, 1);
        InMemoryObjectStore cache = new InMemoryObjectStore();
        assertThat(cached(cache).segments()).isEqualTo(StoredBytes.NONE);
        assertThat(cached(cache).oldest()).isNull();

        List<SegmentRef> segments = replica.catalog().segments();
        for (SegmentRef segment : segments) {
            String name =
                    "/00000001/%s".formatted(SegmentId.fileName(segment.id().number()));
            byte[] bytes = store.get("machines/m/log" + name);
            assertThat(bytes).isNotNull();
            cache.put("cache/m/log" + name, bytes);
        }

        assertThat(cached(cache).segments().objects()).isEqualTo(2);
        assertThat(cached(cache).segments().bytes())
                .isEqualTo(segments.getFirst().size() + segments.getLast().size());
        assertThat(cached(cache).oldest()).isEqualTo(segments.getFirst().firstTime());
    }

    @Test
    void aMachineOfWhichNothingIsReplicatedHasNoForecast() throws IOException {
        assertThat(usage().forecast()).isNull();
        assertThat(usage().replicated()).isNull();
    }

    private MachineUsage.Cached cached(InMemoryObjectStore cache) throws IOException {
        MachineUsage.Cached cached =
                new UsageReader(store, cache, Encryption.NONE).read("m").cached();
        assertThat(cached).isNotNull();
        return Objects.requireNonNull(cached);
    }

    private MachineUsage usage() throws IOException {
        return new UsageReader(store, null, Encryption.NONE).read("m");
    }

    private void write(int segments, int seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < segments; i++) {
            byte[] block = new byte[BLOCK];
            random.nextBytes(block);
            replica.write(0, 0, block).seal();
        }
    }

    private long[] sizes() throws IOException {
        return replica.catalog().segments().stream().mapToLong(SegmentRef::size).toArray();
    }

    private void compact(Duration grace) throws IOException {
        CompactionSettings settings = CompactionSettings.defaults().withGrace(grace);
        new WholeCompaction(
                        store,
                        Encryption.NONE,
                        settings,
                        () -> ReplicaBuilder.START.plusSeconds(1000),
                        new CompactListener() {})
                .run("m", new UUID(8, 1));
    }
}
