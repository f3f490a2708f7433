package io.farshore.dataplane.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.Pin;
import io.farshore.core.catalog.Pins;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.ReadOnlyStoreException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.dataplane.compact.CompactListener;
import io.farshore.dataplane.compact.CompactionSettings;
import io.farshore.dataplane.compact.WholeCompaction;
import io.farshore.dataplane.replica.ReplicaBuilder;
import io.farshore.dataplane.view.PinnedCatalog.Terms;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a pinned view reads stays while it is open, and goes afterwards. */
class PinnedCatalogTest {
    private static final int SEGMENTS = 70;
    private static final int BLOCK = 4096;

    private final SwitchedStore store = new SwitchedStore();
    private final List<String> warnings = new ArrayList<>();
    private volatile Instant now = ReplicaBuilder.START.plusSeconds(1000);

    @BeforeEach
    void makeReplica() throws IOException {
        ReplicaBuilder replica = new ReplicaBuilder(store, "m");
        replica.retention(new RetentionPolicy(Duration.ZERO, Duration.ZERO));
        replica.generation(Base.EMPTY, new DiskSpec("vda", 1 << 20));
        for (int segment = 0; segment < SEGMENTS; segment++) {
            replica.write(0, 0, content(segment)).seal();
        }
    }

    @Test
    void aPinnedViewKeepsItsObjectsWhileACompactorWithoutGraceRuns() throws IOException {
        try (PinnedCatalog pinned = pin(Terms.DEFAULT);
                MachineView view = MachineView.open(
                        store, pinned, pinned.catalog().points().get(3), MachineKeys.NONE)) {
            long before = segments();
            compact(1);

            assertThat(segments()).as("segments while pinned").isEqualTo(before);
            assertThat(read(view)).isEqualTo(content(3));
        }
        assertThat(pins()).isEmpty();
        compact(2);

        assertThat(segments()).as("segments afterwards").isLessThan(10);
        assertThat(warnings).isEmpty();
    }

    @Test
    void aPinIsRenewedWellBeforeItExpires() throws Exception {
        try (PinnedCatalog pinned = pin(new Terms(Duration.ofMinutes(15), Duration.ofMillis(5)))) {
            Instant first = pins().getFirst().expires();
            now = now.plus(Duration.ofMinutes(10));
            assertThat(store.awaitPuts(2)).isTrue();

            assertThat(pins().getFirst().expires()).isEqualTo(first.plus(Duration.ofMinutes(10)));
            now = now.plus(Duration.ofMinutes(10));
            pinned.check();
        }
    }

    @Test
    void aPinThatCannotBeRenewedUntilItExpiresEndsTheView() throws Exception {
        try (PinnedCatalog pinned = pin(new Terms(Duration.ofMinutes(15), Duration.ofMillis(5)));
                MachineView view = MachineView.open(
                        store, pinned, pinned.catalog().points().getLast(), MachineKeys.NONE)) {
            store.refusal = new UnavailableException("the store is away");
            assertThat(store.awaitPuts(2)).isTrue();
            assertThat(read(view)).as("before it expires").isEqualTo(content(SEGMENTS - 1));

            now = now.plus(Duration.ofMinutes(16));
            store.refusal = null;
            assertThat(store.awaitPuts(2)).as("renewed after it expired").isFalse();

            assertThatThrownBy(() -> read(view))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContaining("the pin of m expired")
                    .hasMessageContaining("open it again (the store is away)");
            assertThat(warnings).singleElement().asString().contains("cannot be renewed: the store is away");
        }
    }

    @Test
    void aStoreThatLetsNothingBeWrittenIsReadWithoutAPinAndWithAWarning() throws IOException {
        store.refusal = new ReadOnlyStoreException("it is read-only");

        try (PinnedCatalog pinned = pin(Terms.DEFAULT)) {
            now = now.plus(Duration.ofDays(1));
            pinned.check();
            assertThat(pinned.catalog().points()).hasSize(SEGMENTS);
        }
        assertThat(warnings).singleElement().asString().contains("m: the store lets no pin be written", "read-only");
    }

    @Test
    void aStoreThatIsAwayIsNoReasonToReadWithoutAPin() {
        store.refusal = new UnavailableException("away");

        assertThatThrownBy(() -> pin(Terms.DEFAULT)).isInstanceOf(UnavailableException.class);
    }

    private PinnedCatalog pin(Terms terms) throws IOException {
        return PinnedCatalog.take(store, "m", "a test", () -> now, new UUID(5, 5), warnings::add, terms);
    }

    private void compact(long owner) throws IOException {
        CompactionSettings settings = CompactionSettings.defaults().withGrace(Duration.ZERO);
        new WholeCompaction(store, Encryption.NONE, settings, () -> now, new CompactListener() {})
                .run("m", new UUID(8, owner));
    }

    private long segments() throws IOException {
        return store.list("machines/m/log/", "", 1000).size();
    }

    private List<Pin> pins() throws IOException {
        return new Pins(store, CatalogReader.open(store, "m")).all();
    }

    private static byte[] read(MachineView view) throws IOException {
        ByteBuffer block = ByteBuffer.allocate(BLOCK);
        view.disk("vda").read(0, block);
        return block.array();
    }

    private static byte[] content(int seed) {
        byte[] content = new byte[BLOCK];
        new Random(seed).nextBytes(content);
        return content;
    }

    /** A store whose replacing writes, which are those of pins, can be refused and waited for. */
    private static final class SwitchedStore implements ObjectStore {
        private final InMemoryObjectStore store = new InMemoryObjectStore();
        private volatile @Nullable UnavailableException refusal;
        private volatile CountDownLatch puts = new CountDownLatch(0);

        /** Whether so many more come soon. */
        boolean awaitPuts(int count) throws InterruptedException {
            CountDownLatch more = new CountDownLatch(count);
            puts = more;
            return more.await(1, TimeUnit.SECONDS);
        }

        @Override
        public void put(String key, byte[] content) throws IOException {
            try {
                UnavailableException refused = refusal;
                if (refused != null && key.contains("/pin/")) {
                    throw refused;
                }
                store.put(key, content);
            } finally {
                puts.countDown();
            }
        }

        @Override
        public boolean putIfAbsent(String key, byte[] content) {
            return store.putIfAbsent(key, content);
        }

        @Override
        public byte @Nullable [] get(String key) {
            return store.get(key);
        }

        @Override
        public byte @Nullable [] get(String key, long offset, int length) {
            return store.get(key, offset, length);
        }

        @Override
        public byte @Nullable [] tail(String key, int length) {
            return store.tail(key, length);
        }

        @Override
        public long size(String key) {
            return store.size(key);
        }

        @Override
        public List<StoredObject> list(String prefix, String startAfter, int limit) {
            return store.list(prefix, startAfter, limit);
        }

        @Override
        public void delete(Collection<String> keys) {
            store.delete(keys);
        }

        @Override
        public void close() {}
    }
}
