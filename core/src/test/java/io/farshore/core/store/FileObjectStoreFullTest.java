package io.farshore.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.UnavailableException;
import io.farshore.testkit.Programs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A store on a small file system of its own, which only root can mount. */
@Tag("real")
final class FileObjectStoreFullTest {
    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir
    private Path folder;

    @BeforeEach
    void mount() {
        Programs.require("mount", "umount");
        Programs.run(SOON, "mount", "-t", "tmpfs", "-o", "size=1m", "farshore-test", folder.toString());
    }

    @AfterEach
    void unmount() {
        Programs.run(SOON, "umount", folder.toString());
    }

    @Test
    void aFullDiskIsUnavailableAndLeavesNoPartOfAnObject() throws IOException {
        try (ObjectStore store = FileObjectStore.create(folder)) {
            store.put("small", new byte[1000]);
            for (Writing writing : List.<Writing>of(store::put, store::putIfAbsent)) {
                assertThatThrownBy(() -> writing.write("c/big", new byte[2_000_000]))
                        .isInstanceOf(UnavailableException.class)
                        .hasMessageContainingAll("c/big", folder.toString(), "the file system is full; free space");
            }
            assertThat(store.size("c/big")).isEqualTo(-1);
            assertThat(store.list("", "", 9)).hasSize(1);
            try (Stream<Path> temps = Files.list(folder.resolve(".tmp"))) {
                assertThat(temps).isEmpty();
            }
            assertThat(store.putIfAbsent("c/big", new byte[500_000])).isTrue();
        }
    }

    @Test
    void aReadOnlyCopyCanBeReadAndSaysThatItCannotBeWritten() throws IOException {
        FileObjectStore.create(folder).put("a/b", new byte[5]);
        Files.delete(folder.resolve(".tmp"));
        Programs.run(SOON, "mount", "-o", "remount,ro", folder.toString());
        try (ObjectStore store = FileObjectStore.open(folder)) {
            assertThat(store.size("a/b")).isEqualTo(5);
            assertThat(store.get("a/c")).isNull();
            assertThatThrownBy(() -> store.put("a/c", new byte[1]))
                    .isInstanceOf(UnavailableException.class)
                    .hasMessageContainingAll("cannot write a/c", "read-only");
        }
    }

    /** Either way to write an object. */
    private interface Writing {
        void write(String key, byte[] content) throws IOException;
    }
}
