package io.farshore.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.store.FaultyObjectStore;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.random.RandomGenerator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Catalogs of thousands of versions: quick to open from any of them, and damage to any object on the way is found. */
class CatalogSpansTest {
    private static final ReplicaKeys KEYS = new ReplicaKeys("web-1");

    private final InMemoryObjectStore objects = new InMemoryObjectStore();
    private final FaultyObjectStore store = new FaultyObjectStore(objects, new SplittableRandom(1));
    private int owners;
    private long committed;
    private Spans spans = Spans.DEFAULT;

    private CatalogWriter claim() throws IOException {
        return CatalogWriter.claim(store, "web-1", Examples.MACHINE, new UUID(5, owners++), 0, Examples.TIME, spans);
    }

    private void commit(CatalogWriter writer) throws IOException {
        CatalogEntry segment = Examples.entry(++committed);
        writer.commit(committed == 1 ? List.of(Examples.start(), segment) : List.of(segment));
    }

    /** Reads, and returns how many store calls that took. */
    private long read() throws IOException {
        long before = store.calls();
        Catalog catalog = CatalogReader.open(store, "web-1", spans).read();
        assertThat(Acknowledged.in(catalog)).isEqualTo(numbers(committed));
        return store.calls() - before;
    }

    private static List<Long> numbers(long count) {
        return LongStream.rangeClosed(1, count)
                .map(number -> 10 * number)
                .boxed()
                .toList();
    }

    @Test
    void anyVersionOfThousandsIsOpenedWithFewReads() throws IOException {
        RandomGenerator random = new SplittableRandom(7);
        CatalogWriter writer = claim();
        for (int version = 1; version <= 3 * 4096 + 4095; version++) {
            commit(writer);
            if (random.nextInt(300) == 0) {
                long before = store.calls();
                writer = claim();
                assertThat(store.calls() - before).as("calls of a claim").isLessThan(80);
            }
            if (version % 4096 < 2 || (version % 256 == 255 && random.nextInt(20) == 0) || version % 4096 == 4095) {
                assertThat(read()).as("calls to read version %d", version).isLessThan(80);
            }
        }
        assertThat(read()).isBetween(46L, 80L);
    }

    /** A thousand objects to a page of a listing: without the hint it takes more calls, never another answer. */
    @Test
    void theHintSavesListingsAndIsNeverNeeded() throws IOException {
        CatalogWriter writer = claim();
        for (int i = 0; i < 5000; i++) {
            commit(writer);
        }
        long withHint = read();
        objects.delete(List.of(KEYS.hint()));
        assertThat(read()).isBetween(withHint + 4, withHint + 6);
        long before = store.calls();
        claim();
        assertThat(store.calls() - before).isLessThan(60);
    }

    @Seeded(count = 100)
    void aWrongHintIsHarmless(RandomGenerator random) throws IOException {
        spans = random.nextBoolean() ? Spans.DEFAULT : new Spans(random.nextInt(2, 7), random.nextInt(1, 4));
        for (int claims = random.nextInt(1, 4); claims > 0; claims--) {
            CatalogWriter writer = claim();
            for (int i = random.nextInt(100); i > 0; i--) {
                commit(writer);
            }
        }
        objects.put(KEYS.hint(), wrongHint(random));
        read();
        commit(claim());
        read();
    }

    private byte[] wrongHint(RandomGenerator random) {
        int epoch = random.nextInt(-1, 6);
        long version = random.nextInt(3) == 0 ? random.nextLong() >>> 1 : random.nextInt(300);
        byte[] bytes = new CatalogPointer(epoch, version, CatalogPointer.NONE.hash())
                .toBytes(random.nextInt(5) == 0 ? new UUID(1, 1) : Examples.MACHINE);
        switch (random.nextInt(5)) {
            case 0 -> bytes[random.nextInt(bytes.length)] ^= 1;
            case 1 -> bytes = Arrays.copyOf(bytes, random.nextInt(bytes.length));
            default -> {
                // Well formed, and wrong.
            }
        }
        return bytes;
    }

    /** The newest object is vouched for by nothing, so only without it an older version is the newest. */
    @Seeded(count = 150)
    void aLostOrDamagedObjectIsFoundOrWasNotNeeded(RandomGenerator random) throws IOException {
        spans = random.nextBoolean() ? Spans.DEFAULT : new Spans(random.nextInt(2, 7), random.nextInt(1, 4));
        for (int claims = random.nextInt(1, 4); claims > 0; claims--) {
            CatalogWriter writer = claim();
            for (int i = random.nextInt(1, 90); i > 0; i--) {
                commit(writer);
            }
        }
        List<String> keys = objects.list(KEYS.root() + "catalog/0", "", 1000).stream()
                .map(object -> object.key())
                .toList();
        String key = keys.get(random.nextInt(keys.size()));
        boolean isRemoved = random.nextInt(3) == 0;
        if (isRemoved) {
            store.remove(key);
        } else if (random.nextBoolean()) {
            store.damage(key);
        } else {
            swap(keys, key, random);
        }
        readAfterDamage(key, isRemoved && key.equals(Collections.max(keys)));
    }

    private void swap(List<String> keys, String key, RandomGenerator random) throws IOException {
        String other = keys.get(random.nextInt(keys.size()));
        if (other.equals(key)) {
            store.truncate(key, random.nextInt((int) objects.size(key)));
        } else {
            objects.put(key, Objects.requireNonNull(objects.get(other)));
        }
    }

    private void readAfterDamage(String key, boolean isNewestRemoved) throws IOException {
        try {
            List<Long> found =
                    Acknowledged.in(CatalogReader.open(store, "web-1", spans).read());
            assertThat(found).isEqualTo(numbers(isNewestRemoved ? committed - 1 : committed));
        } catch (CorruptDataException e) {
            assertThat(e.object()).isEqualTo(key);
        }
    }

    @Test
    void tooManyEntriesForAnyReaderAreNotCommitted() throws IOException {
        CatalogWriter writer = claim();
        List<CatalogEntry> entries = Collections.nCopies(4097, Examples.entry(1));
        assertThatThrownBy(() -> writer.commit(entries)).isInstanceOf(IllegalArgumentException.class);
        commit(writer);
        read();
    }
}
