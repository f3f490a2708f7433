package io.farshore.dataplane.compact;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.catalog.CatalogEntry.Garbage;
import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.SegmentId;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.dataplane.replica.Bytes;
import io.farshore.dataplane.replica.ReplicaBuilder;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class SweeperTest {
    private static final CompactionSettings SETTINGS =
            new CompactionSettings(3, 2, 1 << 20, 2048, 4096, Duration.ofSeconds(5));

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
    private final CatalogWriter writer = replica.writer();
    private final MachineCompactor compactor = new MachineCompactor(
            store,
            CatalogReader.open(store, "web-1"),
            () -> MachineKeys.NONE,
            writer.epoch(),
            SETTINGS,
            () -> ReplicaBuilder.START.plusSeconds(20),
            new CompactListener() {});

    SweeperTest() throws IOException {
        replica.generation(Base.EMPTY, new DiskSpec("vda", 1 << 20));
        for (int segment = 0; segment < 3; segment++) {
            replica.write(0, segment * 4096L, Bytes.noise(segment, 4096)).seal();
        }
    }

    /** The catalog does not name the segment any more; that the run points to it, only the run knows. */
    @Test
    void whatARunPointsToIsNotDeletedThoughTheCatalogSaysItIsGarbage() throws IOException {
        compact();
        assertThat(writer.read().runs()).hasSize(1);
        StoredName needed = new StoredName.OfSegment(new SegmentId(1, 2));
        String key = writer.keys().object(needed);
        writer.commit(List.of(new Garbage(writer.nextVersion(), ReplicaBuilder.START, List.of(needed))));
        assertThatThrownBy(this::compact)
                .isInstanceOfSatisfying(
                        CorruptDataException.class, e -> assertThat(e.object()).isEqualTo(key))
                .hasMessageContaining("one that is needed");
        assertThat(store.size(key)).isPositive();
        assertThat(writer.read().sweepDone()).as("the sweep is not done").isZero();
    }

    private void compact() throws IOException {
        for (Proposal next = compactor.next(writer.read()); next != null; next = compactor.next(writer.read())) {
            writer.commit(next.entries(writer.nextVersion(), writer.highestFloor()));
        }
    }
}
