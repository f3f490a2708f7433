package io.farshore.dataplane.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Position;
import io.farshore.core.store.FileObjectStore;
import io.farshore.dataplane.replica.Bytes;
import io.farshore.dataplane.replica.CountingStore;
import io.farshore.dataplane.replica.ReplicaBuilder;
import io.farshore.dataplane.view.MachineView;
import io.farshore.dataplane.view.ViewSettings;
import io.farshore.testkit.Programs;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RestoreTest {
    private static final int MIB = 1 << 20;
    private static final long SIZE = 4096L * MIB + 12_345;

    private static final RestoreOrigin ORIGIN =
            new RestoreOrigin("file:///store", "web-1", new UUID(1, 2), new Position(1, 4));
    private static final RestoreSettings KEEP = RestoreSettings.of(ImageFormat.RAW, false, false);
    private static final RestoreSettings OVERWRITE = RestoreSettings.of(ImageFormat.RAW, true, false);

    @TempDir
    private Path folder;

    private CountingStore store;
    private ReplicaBuilder replica;
    private final List<Long> progress = new ArrayList<>();

    @BeforeEach
    void makeReplica() throws IOException {
        store = new CountingStore(FileObjectStore.create(folder.resolve("store")));
        replica = new ReplicaBuilder(store, "web-1");
        replica.generation(Base.EMPTY, new DiskSpec("vda", SIZE), new DiskSpec("vdb", 10_000));
        replica.write(0, 0, Bytes.noise(1, MIB)).write(0, 3 * MIB, Bytes.noise(2, MIB));
        replica.seal();
        replica.write(0, SIZE - 5000, Bytes.noise(3, 5000)).zero(0, 3 * MIB + 8192, 4096);
        replica.write(1, 0, Bytes.noise(4, 10_000)).seal();
    }

    @Test
    void theFileHoldsWhatTheDiskHeldAndHolesElsewhere() throws Exception {
        Path out = folder.resolve("disk.raw");
        try (MachineView view = open()) {
            Restored restored = restore("vda", view.disk("vda"), out);
            assertThat(restored.size()).isEqualTo(SIZE);
            assertThat(restored.dataBytes()).isEqualTo(2 * MIB - 4096 + 5000);
            compare(out, view.disk("vda"));
        }
        assertThat(allocatedBytes(out)).isLessThan(2 * MIB + 64 * 1024);
        assertThat(progress.getLast()).isEqualTo(2 * MIB - 4096 + 5000);
        assertThat(folder.resolve("disk.raw.partial")).doesNotExist();
    }

    @Test
    void allDisksGoIntoAFolder() throws Exception {
        Path out = folder.resolve("new/folder");
        try (MachineView view = open()) {
            assertThat(restoreAll(KEEP, view, out))
                    .extracting(Restored::file)
                    .containsExactly(out.resolve("vda.raw"), out.resolve("vdb.raw"));
            compare(out.resolve("vdb.raw"), view.disk("vdb"));
        }
    }

    @Test
    void aFileThatIsThereIsLeftAlone() throws Exception {
        Path out = Files.writeString(folder.resolve("disk.raw"), "precious");
        try (MachineView view = open()) {
            assertThatThrownBy(() -> restore("vda", view.disk("vda"), out))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("disk.raw", "exists already");
        }
        assertThat(out).hasContent("precious");
    }

    @Test
    void aFileThatIsThereIsReplacedWhenAskedTo() throws Exception {
        Path out = Files.writeString(folder.resolve("disk.raw"), "precious");
        try (MachineView view = open()) {
            restore(OVERWRITE, "vdb", view.disk("vdb"), out);
        }
        assertThat(out).hasBinaryContent(Bytes.noise(4, 10_000));
    }

    @Test
    void onlyPlainFilesAreReplaced() throws Exception {
        Path link = Files.createSymbolicLink(folder.resolve("disk.raw"), folder.resolve("elsewhere"));
        try (MachineView view = open()) {
            assertThatThrownBy(() -> restore(OVERWRITE, "vdb", view.disk("vdb"), link))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("not a plain file");
        }
    }

    @Test
    void aMissingFolderIsNamed() throws Exception {
        try (MachineView view = open()) {
            assertThatThrownBy(() -> restore("vdb", view.disk("vdb"), folder.resolve("no/such.raw")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("there is no folder");
        }
    }

    @Test
    void tooLittleSpaceIsSaidBeforeAnythingIsWritten() {
        assertThatThrownBy(() -> restore("vda", new HugeDisk(), folder.resolve("disk.raw")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("not enough space", "are free");
        assertThat(folder.resolve("disk.raw.partial")).doesNotExist();
    }

    @Test
    void damageLeavesNoFileBehind() throws Exception {
        try (MachineView view = open()) {
            Path segment = folder.resolve("store/"
                    + store.list("machines/web-1/log/", "", 9).getFirst().key());
            try (FileChannel file = FileChannel.open(segment, StandardOpenOption.WRITE)) {
                file.write(ByteBuffer.wrap(new byte[] {1, 2, 3, 4}), 100_000);
            }
            assertThatThrownBy(() -> restore("vda", view.disk("vda"), folder.resolve("disk.raw")))
                    .isInstanceOf(CorruptDataException.class);
        }
        assertThat(folder.resolve("disk.raw")).doesNotExist();
        assertThat(folder.resolve("disk.raw.partial")).doesNotExist();
    }

    @Test
    void aStoreThatGoesAwayLeavesNoFileBehind() throws Exception {
        try (MachineView view = open()) {
            store.beforeRange(() -> {
                throw new UnavailableException("the network is down");
            });
            assertThatThrownBy(() -> restore("vda", view.disk("vda"), folder.resolve("disk.raw")))
                    .isInstanceOf(UnavailableException.class);
        }
        assertThat(folder.toFile().list()).containsExactly("store");
    }

    @Test
    void anInterruptedRestoreEndsAndCanGoOn() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        store.beforeRange(() -> {
            reading.countDown();
            await(goOn);
        });
        try (MachineView view = open()) {
            FutureTask<Restored> task =
                    new FutureTask<>(() -> restore("vda", view.disk("vda"), folder.resolve("disk.raw")));
            Thread thread = Thread.ofPlatform().start(task);
            await(reading);
            thread.interrupt();
            goOn.countDown();
            assertThatThrownBy(task::get)
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(InterruptedIOException.class);
            assertThat(folder.resolve("disk.raw")).doesNotExist();
            RestoreSettings resume = RestoreSettings.of(ImageFormat.RAW, false, true);
            restore(resume, "vda", view.disk("vda"), folder.resolve("disk.raw"));
            compare(folder.resolve("disk.raw"), view.disk("vda"));
        }
        assertThat(folder.toFile().list()).containsExactlyInAnyOrder("store", "disk.raw");
    }

    @Test
    void twoRestoresDoNotWriteTheSameFile() throws Exception {
        Path out = folder.resolve("disk.raw");
        try (MachineView view = open();
                PartialFile other =
                        PartialFile.open(new RestoreTargets.Target("vdb", view.disk("vdb"), out), ORIGIN, OVERWRITE)) {
            assertThatThrownBy(() -> restore(OVERWRITE, "vda", view.disk("vda"), out))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("another restore");
            assertThat(other.channel().size()).isEqualTo(10_000);
        }
    }

    @Test
    void whatAKilledRestoreLeftIsReplacedOnlyWhenAskedTo() throws Exception {
        Path partial = Files.write(folder.resolve("disk.raw.partial"), Bytes.noise(9, 50_000));
        try (MachineView view = open()) {
            assertThatThrownBy(() -> restore("vdb", view.disk("vdb"), folder.resolve("disk.raw")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContainingAll("disk.raw.partial", "--resume", "--overwrite");
            assertThat(partial).hasBinaryContent(Bytes.noise(9, 50_000));
            restore(OVERWRITE, "vdb", view.disk("vdb"), folder.resolve("disk.raw"));
        }
        assertThat(folder.resolve("disk.raw")).hasBinaryContent(Bytes.noise(4, 10_000));
    }

    private Restored restore(String disk, BlockDevice device, Path file) throws IOException {
        return restore(KEEP, disk, device, file);
    }

    private Restored restore(RestoreSettings settings, String disk, BlockDevice device, Path file) throws IOException {
        return new Restore(ORIGIN, settings, advance -> progress.add(advance.bytes()))
                .run(RestoreTargets.file(disk, device, file))
                .getFirst();
    }

    private static List<Restored> restoreAll(RestoreSettings settings, MachineView view, Path out) throws IOException {
        return new Restore(ORIGIN, settings, advance -> {})
                .run(RestoreTargets.folder(view.disks(), out, settings.format()));
    }

    private MachineView open() throws IOException {
        var catalog = replica.catalog();
        return MachineView.open(
                store,
                catalog,
                catalog.points().getLast(),
                ViewSettings.defaults().withCacheBytes(4 * MIB));
    }

    private static void compare(Path file, BlockDevice disk) throws IOException {
        assertThat(Files.size(file)).isEqualTo(disk.size());
        int window = 8 * MIB;
        try (FileChannel channel = FileChannel.open(file)) {
            for (long at = 0; at < disk.size(); at += at < window ? window : 512L * MIB) {
                int length = (int) Math.min(window, disk.size() - at);
                assertThat(Arrays.equals(readFile(channel, at, length), Bytes.read(disk, at, length)))
                        .as("bytes at %d", at)
                        .isTrue();
            }
            long last = Math.max(0, disk.size() - 100_000);
            int length = (int) (disk.size() - last);
            assertThat(readFile(channel, last, length)).isEqualTo(Bytes.read(disk, last, length));
        }
    }

    private static byte[] readFile(FileChannel channel, long at, int length) throws IOException {
        ByteBuffer bytes = ByteBuffer.allocate(length);
        while (bytes.hasRemaining() && channel.read(bytes, at + bytes.position()) >= 0) {
            // As many reads as it takes.
        }
        return bytes.array();
    }

    /** What stat says that the file takes. */
    private static long allocatedBytes(Path file) {
        return 512
                * Long.parseLong(Programs.run(Duration.ofSeconds(10), "stat", "-c", "%b", file.toString())
                        .strip());
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
