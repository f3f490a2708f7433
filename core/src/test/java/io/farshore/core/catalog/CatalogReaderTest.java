package io.farshore.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FencedException;
import io.farshore.core.store.FaultyObjectStore;
import io.farshore.core.store.InMemoryObjectStore;
import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What a reader finds, and what it says when it finds nothing. */
class CatalogReaderTest {
    private final InMemoryObjectStore objects = new InMemoryObjectStore();

    private CatalogWriter claim(String machine, int owner) throws IOException {
        return CatalogWriter.claim(objects, machine, Examples.MACHINE, new UUID(1, owner), 0, Examples.TIME);
    }

    @Test
    void namesTheMachinesThereAreWhenAskedForAnother() throws IOException {
        assertThatThrownBy(() -> CatalogReader.open(objects, "web-1"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no replica");
        for (String machine : List.of("web", "web-1", "web.x", "web0", "WEB")) {
            claim(machine, 1);
        }
        objects.put("machines/readme", new byte[1]);
        assertThat(CatalogReader.machines(objects)).containsExactlyInAnyOrder("WEB", "web", "web-1", "web.x", "web0");
        assertThatThrownBy(() -> CatalogReader.open(objects, "web-2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("web-2", "web-1", "web0");
    }

    @Test
    void anEmptyReplicaHasAnEmptyCatalog() throws IOException {
        claim("web-1", 1);
        Catalog catalog = CatalogReader.open(objects, "web-1").read();
        assertThat(catalog.version().version()).isZero();
        assertThat(catalog.points()).isEmpty();
        assertThat(catalog.newest()).isNull();
        assertThat(catalog.newestGeneration()).isNull();
    }

    @Test
    void aDescriptorOfAnotherMachineIsDamage() throws IOException {
        claim("web-1", 1);
        objects.put(
                "machines/web-1/descriptor", new ReplicaDescriptor(Examples.MACHINE, "web-2", Examples.TIME).toBytes());
        assertThatThrownBy(() -> CatalogReader.open(objects, "web-1")).isInstanceOf(CorruptDataException.class);
    }

    @Test
    void aMachineOfThatNameWithAnotherIdIsNotTaken() throws IOException {
        claim("web-1", 1);
        assertThatThrownBy(
                        () -> CatalogWriter.claim(objects, "web-1", new UUID(8, 8), new UUID(1, 2), 0, Examples.TIME))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("another machine", new UUID(8, 8).toString());
    }

    @Test
    void aWriterThatFailedIsOfNoMoreUse() throws IOException {
        CatalogWriter old = claim("web-1", 1);
        old.commit(List.of(Examples.start()));
        claim("web-1", 2);
        assertThatThrownBy(() -> old.commit(List.of(Examples.entry(1)))).isInstanceOf(FencedException.class);
        assertThatThrownBy(() -> old.commit(List.of(Examples.entry(1)))).isInstanceOf(IllegalStateException.class);
    }

    /** The old processor's object comes between the successor's fork and the reader's listing. */
    @Test
    void doesNotReturnWhatAnOvertakenProcessorWroteInTheMeantime() throws IOException {
        CatalogWriter old = claim("web-1", 1);
        old.commit(List.of(Examples.start(), Examples.entry(1)));
        AtomicBoolean isDone = new AtomicBoolean();
        FaultyObjectStore slow = new FaultyObjectStore(objects, new SplittableRandom(1));
        slow.before((task, key) -> {
            if (task.equals("list") && key.contains("/catalog/") && !isDone.getAndSet(true)) {
                claim("web-1", 2);
                assertThatThrownBy(() -> old.commit(List.of(Examples.entry(2)))).isInstanceOf(FencedException.class);
            }
        });
        assertThat(Acknowledged.in(CatalogReader.open(slow, "web-1").read())).containsExactly(10L);
        assertThat(isDone).isTrue();
    }

    /** As after a claim whose process died, or never heard of it. */
    @Test
    void aProcessorTakesUpAgainWhatItHeldUnlessAnotherClaimed() throws IOException {
        int held = claim("web-1", 1).epoch();
        int lost = claim("web-1", 1).epoch();
        CatalogWriter again =
                CatalogWriter.claim(objects, "web-1", Examples.MACHINE, new UUID(1, 1), held, Examples.TIME);
        assertThat(again.epoch()).isEqualTo(lost + 1);
        claim("web-1", 2);
        assertThatThrownBy(() -> CatalogWriter.claim(
                        objects, "web-1", Examples.MACHINE, new UUID(1, 1), again.epoch(), Examples.TIME))
                .isInstanceOf(FencedException.class);
    }
}
