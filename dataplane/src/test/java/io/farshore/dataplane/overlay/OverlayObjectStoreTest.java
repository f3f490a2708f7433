package io.farshore.dataplane.overlay;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.farshore.core.store.FileObjectStore;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.core.store.ObjectStoreContract;
import io.farshore.core.store.ObjectStoreModelContract;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An overlay is a store like any other, also where the one below held something that was deleted in the overlay. */
final class OverlayObjectStoreTest extends ObjectStoreContract {
    @TempDir
    private Path temp;

    @Override
    protected ObjectStore newStore() throws IOException {
        InMemoryObjectStore below = new InMemoryObjectStore();
        List<String> keys = List.of("a", "k", "position", "c/web-1/log/00000001/00000000000a.seg");
        for (String key : keys) {
            below.put(key, new byte[] {1});
        }
        OverlayObjectStore store = OverlayObjectStore.over(below, temp);
        store.delete(keys);
        return store;
    }

    @Override
    protected ObjectStore secondClient(ObjectStore first) {
        return first;
    }

    @Test
    void readsFallThroughAndChangesDoNot() throws IOException {
        InMemoryObjectStore below = new InMemoryObjectStore();
        below.put("a/kept", new byte[] {1, 2});
        below.put("a/replaced", new byte[] {3});
        below.put("a/deleted", new byte[] {4});
        try (OverlayObjectStore store = OverlayObjectStore.over(below, temp)) {
            store.put("a/replaced", new byte[] {5, 6, 7});
            store.delete(List.of("a/deleted", "a/never"));
            assertThat(store.putIfAbsent("a/kept", new byte[] {9})).isFalse();
            assertThat(store.putIfAbsent("a/new", new byte[] {8})).isTrue();

            assertThat(store.list("a/", "", 10))
                    .containsExactly(
                            new StoredObject("a/kept", 2),
                            new StoredObject("a/new", 1),
                            new StoredObject("a/replaced", 3));
            assertThat(store.get("a/kept", 1, 1)).containsExactly(2);
            assertThat(store.tail("a/replaced", 1)).containsExactly(7);
            assertThat(store.get("a/deleted")).isNull();
            assertThat(store.size("a/deleted")).isEqualTo(-1);
            assertThat(store.putIfAbsent("a/deleted", new byte[0])).isTrue();
        }
        assertThat(below.list("", "", 10))
                .containsExactly(
                        new StoredObject("a/deleted", 1),
                        new StoredObject("a/kept", 2),
                        new StoredObject("a/replaced", 1));
        assertThat(below.get("a/replaced")).containsExactly(3);
    }

    @Test
    void anObjectBelowIsNoFolderAndAFolderBelowNoObject() throws IOException {
        InMemoryObjectStore below = new InMemoryObjectStore();
        below.put("a/b", new byte[0]);
        try (OverlayObjectStore store = OverlayObjectStore.over(below, temp)) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.put("a/b/c", new byte[0]));
            assertThatIllegalArgumentException().isThrownBy(() -> store.put("a", new byte[0]));
        }
    }

    @Test
    void nothingIsLeftOfItWhenItIsClosed() throws IOException {
        try (FileObjectStore below = FileObjectStore.create(temp.resolve("below"))) {
            Path parent = Files.createDirectory(temp.resolve("parent"));
            OverlayObjectStore store = OverlayObjectStore.over(below, parent);
            store.put("a/b/c", new byte[100]);
            store.close();

            assertThat(parent).isEmptyDirectory();
            assertThat(below.list("", "", 10)).isEmpty();
        }
    }

    @Nested
    final class Model extends ObjectStoreModelContract {
        @Override
        protected ObjectStore newStore(RandomGenerator random) throws IOException {
            return OverlayObjectStore.over(new InMemoryObjectStore(), temp);
        }
    }
}
