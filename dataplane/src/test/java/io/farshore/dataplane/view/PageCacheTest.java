package io.farshore.dataplane.view;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.extent.ExtentMap;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.run.Payload;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.dataplane.replica.ReplicaBuilder;
import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;

class PageCacheTest {
    private static final PageCache.Loader FAILING = () -> {
        throw new IOException("the store is away");
    };

    private final LoadedPage page;

    PageCacheTest() throws IOException {
        ReplicaBuilder replica = new ReplicaBuilder(new InMemoryObjectStore(), "web-1");
        replica.generation(Base.EMPTY, new DiskSpec("vda", 4096));
        ViewObjects objects = new ViewObjects(replica.catalog(), MachineKeys.NONE);
        page = new LoadedPage(0, new ExtentMap(), new Payload(List.of()), objects, 1);
    }

    @Test
    void aPageThatCouldNotBeReadIsReadAgainAndThenKept() throws IOException {
        PageCache pages = new PageCache(1 << 20);
        assertThatThrownBy(() -> pages.get(1, FAILING)).hasMessage("the store is away");
        assertThat(pages.contains(1)).isFalse();
        assertThat(pages.get(1, () -> page)).isSameAs(page);
        assertThat(pages.get(1, FAILING)).isSameAs(page);
    }

    @Test
    void aFailureIsNotInTheWayWhenPagesAreDropped() throws IOException {
        PageCache pages = new PageCache(0);
        assertThatThrownBy(() -> pages.get(1, FAILING)).hasMessage("the store is away");
        assertThat(pages.get(2, () -> page)).isSameAs(page);
        assertThat(pages.contains(2)).as("no page fits").isFalse();
    }
}
