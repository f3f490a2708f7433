package io.farshore.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.UnavailableException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The contract in a folder, and what only files can do wrong. Crashes: {@link FileObjectStoreCrashTest}. */
final class FileObjectStoreTest extends ObjectStoreContract {
    @TempDir
    private Path folder;

    @Override
    protected ObjectStore newStore() throws IOException {
        return FileObjectStore.create(folder.resolve("store"));
    }

    @Override
    protected ObjectStore secondClient(ObjectStore first) throws IOException {
        return FileObjectStore.open(folder.resolve("store"));
    }

    @Nested
    final class Model extends ObjectStoreModelContract {
        @TempDir
        private Path modelFolder;

        @Override
        protected ObjectStore newStore(RandomGenerator random) throws IOException {
            return FileObjectStore.create(modelFolder);
        }
    }

    @Test
    void leavesNoTemporaryFileAndNoEmptyFolder() throws IOException {
        ObjectStore store = newStore();
        store.putIfAbsent("c/web-1/log/1", new byte[10]);
        store.putIfAbsent("c/web-1/log/1", new byte[20]);
        store.put("c/web-1/position", new byte[5]);
        assertThat(files()).containsExactly(".tmp", "c", "c/web-1", "c/web-1/log", "c/web-1/log/1", "c/web-1/position");
        store.delete(List.of("c/web-1/log/1"));
        assertThat(files()).containsExactly(".tmp", "c", "c/web-1", "c/web-1/position");
        store.delete(List.of("c/web-1/position"));
        assertThat(files()).containsExactly(".tmp");
    }

    @Test
    void removesWhatAKilledWriterLeftAnHourAgo() throws IOException {
        newStore();
        Path old = Files.createFile(folder.resolve("store/.tmp/1-0"));
        Path young = Files.createFile(folder.resolve("store/.tmp/1-1"));
        FileTime now = Files.getLastModifiedTime(young);
        Files.setLastModifiedTime(old, FileTime.from(now.toInstant().minus(Duration.ofMinutes(61))));
        Files.setLastModifiedTime(young, FileTime.from(now.toInstant().minus(Duration.ofMinutes(59))));
        FileObjectStore.open(folder.resolve("store"));
        assertThat(old).doesNotExist();
        assertThat(young).exists();
    }

    @Test
    void aTemporaryNameThatIsTakenIsPassedOver() throws IOException {
        ObjectStore store = newStore();
        for (int i = 0; i < 10; i++) {
            Files.createFile(
                    folder.resolve("store/.tmp/" + ProcessHandle.current().pid() + "-" + i));
        }
        assertThat(store.putIfAbsent("k", new byte[1])).isTrue();
    }

    @Test
    void refusesToOpenWhatIsNoStore() throws IOException {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileObjectStore.open(folder.resolve("nothing")))
                .withMessageContaining("no object store at " + folder.resolve("nothing"));
        Path empty = Files.createDirectory(folder.resolve("empty"));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileObjectStore.open(empty))
                .withMessageContaining("the folder is empty; is its file system mounted?");
        Path file = Files.createFile(folder.resolve("file"));
        assertThatIllegalArgumentException().isThrownBy(() -> FileObjectStore.open(file));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> FileObjectStore.create(file))
                .withMessageContaining("is not a folder");
    }

    @Test
    void opensACopyThatLacksTheFolderForTemporaryFiles() throws IOException {
        newStore().put("a/b", new byte[3]);
        Files.delete(folder.resolve("store/.tmp"));
        ObjectStore copy = FileObjectStore.open(folder.resolve("store"));
        assertThat(copy.size("a/b")).isEqualTo(3);
        copy.put("a/c", new byte[4]);
        assertThat(copy.list("", "", 9)).hasSize(2);
    }

    @Test
    void aStoreWhoseFolderWentAwayIsUnavailableAndNotEmpty() throws IOException {
        ObjectStore store = newStore();
        Files.delete(folder.resolve("store/.tmp"));
        assertGone(() -> store.get("k"));
        assertGone(() -> store.size("k"));
        assertGone(() -> store.list("", "", 1));
        assertGone(() -> store.putIfAbsent("k", new byte[1]));
        assertGone(() -> store.delete(List.of("k")));
        Files.delete(folder.resolve("store"));
        assertGone(() -> store.put("k", new byte[1]));
        assertThat(folder.resolve("store")).doesNotExist();
    }

    private static void assertGone(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("the store's folder is gone; is its file system still mounted?");
    }

    @Test
    void anObjectAboveOrBelowAnotherIsRefusedAndHarmsNone() throws IOException {
        ObjectStore store = newStore();
        store.put("a/b", new byte[1]);
        assertThatIllegalArgumentException().isThrownBy(() -> store.put("a", new byte[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> store.putIfAbsent("a", new byte[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> store.put("a/b/c", new byte[2]));
        assertThatIllegalArgumentException().isThrownBy(() -> store.putIfAbsent("a/b/c/d", new byte[2]));
        store.delete(List.of("a/b/c"));
        assertThat(files()).containsExactly(".tmp", "a", "a/b");
    }

    @Test
    void filesOfOtherProgramsAreIgnoredAndKept() throws IOException {
        ObjectStore store = newStore();
        store.put("a/b", new byte[1]);
        Files.createDirectory(folder.resolve("store/lost+found"));
        Files.createFile(folder.resolve("store/a/.nfs0001"));
        Files.createSymbolicLink(folder.resolve("store/link"), Path.of("a"));
        assertThat(store.list("", "", 9)).hasSize(1);
        store.delete(List.of("a/b"));
        assertThat(files()).contains("a", "a/.nfs0001", "lost+found");
    }

    @Test
    void aFailureNamesTheTaskTheKeyAndTheFolder() throws IOException {
        ObjectStore store = newStore();
        Files.createSymbolicLink(folder.resolve("store/loop"), Path.of("loop"));
        assertThatThrownBy(() -> store.get("loop/x"))
                .isInstanceOf(UnavailableException.class)
                .hasMessageStartingWith(
                        "cannot read loop/x in " + folder.resolve("store").toRealPath())
                .hasCauseInstanceOf(IOException.class);
    }

    private List<String> files() throws IOException {
        Path root = folder.resolve("store");
        try (Stream<Path> all = Files.walk(root)) {
            return all.filter(each -> !each.equals(root))
                    .map(each -> root.relativize(each).toString())
                    .sorted()
                    .toList();
        }
    }
}
