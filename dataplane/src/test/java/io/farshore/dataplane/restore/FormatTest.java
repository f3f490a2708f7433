package io.farshore.dataplane.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.Position;
import io.farshore.core.store.FileObjectStore;
import io.farshore.dataplane.replica.Bytes;
import io.farshore.dataplane.replica.CountingStore;
import io.farshore.dataplane.replica.ReplicaBuilder;
import io.farshore.dataplane.view.MachineView;
import io.farshore.dataplane.view.ViewCost;
import io.farshore.dataplane.view.ViewSettings;
import io.farshore.testkit.Program;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Formats that the real qemu-img writes, read back with it; and what the plan said of the reads. */
@Tag("real")
class FormatTest {
    private static final int MIB = 1 << 20;
    /** No size that cylinders, heads and sectors make. */
    private static final int SIZE = 33 * MIB + 3 * 512;

    private static final RestoreOrigin ORIGIN =
            new RestoreOrigin("file:///store", "web-1", new UUID(1, 2), new Position(1, 2));

    @TempDir
    private Path folder;

    private final byte[] disk = new byte[SIZE];
    private CountingStore store;
    private MachineView view;

    @BeforeEach
    void makeReplica() throws IOException {
        store = new CountingStore(FileObjectStore.create(folder.resolve("store")));
        ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
        replica.generation(Base.EMPTY, new DiskSpec("vda", SIZE), new DiskSpec("odd", 1000));
        put(replica, 0, Bytes.noise(1, 2 * MIB));
        replica.seal();
        put(replica, 20 * MIB + 512, Bytes.noise(2, MIB));
        put(replica, MIB, new byte[4096]);
        put(replica, SIZE - 5 * 512, Bytes.noise(3, 5 * 512));
        replica.write(1, 0, Bytes.noise(4, 1000)).seal();
        var catalog = replica.catalog();
        view = MachineView.open(
                store,
                catalog,
                catalog.points().getLast(),
                ViewSettings.defaults().withoutReadAhead());
    }

    private void put(ReplicaBuilder replica, int at, byte[] bytes) {
        replica.write(0, at, bytes);
        System.arraycopy(bytes, 0, disk, at, bytes.length);
    }

    @ParameterizedTest
    @EnumSource
    void qemuImgReadsBackWhatTheDiskHeld(ImageFormat format) throws Exception {
        Path out = folder.resolve("disk, 1." + format.extension());
        ViewCost cost = view.cost("vda");
        store.bytes.set(0);

        Restored restored = restore(format, out);

        assertThat(store.bytes.get()).as("the stored bytes of the plan").isEqualTo(cost.storedBytes());
        assertThat(cost.objects()).isEqualTo(2);
        assertThat(cost.dataBytes()).isEqualTo(restored.dataBytes());
        assertThat(cost.dataBytes() + cost.zeroBytes()).isEqualTo(SIZE);
        Path back = folder.resolve("back.raw");
        Program.of("qemu-img", "convert", "-f", format.toString(), "-O", "raw", out.toString(), back.toString())
                .run();
        assertThat(Files.size(back)).isEqualTo(SIZE);
        assertThat(Arrays.mismatch(Files.readAllBytes(back), disk)).isEqualTo(-1);
        assertThat(folder.toFile().list())
                .containsExactlyInAnyOrder(
                        "store", "back.raw", out.getFileName().toString());
    }

    @Test
    void aVmdkNamesItself() throws Exception {
        Path out = folder.resolve("disk.vmdk");
        restore(ImageFormat.VMDK, out);
        String start = new String(
                Arrays.copyOf(Files.readAllBytes(out), 64 << 10), java.nio.charset.StandardCharsets.ISO_8859_1);
        assertThat(start).contains("SPARSE \"disk.vmdk\"").doesNotContain("partial");
    }

    @Test
    void whatTheStoreFailedWithIsTheFailureAndNothingIsLeft() throws Exception {
        store.beforeRange(() -> {
            throw new UnavailableException("the network is down");
        });
        assertThatThrownBy(() -> restore(ImageFormat.QCOW2, folder.resolve("disk.qcow2")))
                .isInstanceOf(UnavailableException.class)
                .hasMessageContaining("the network is down");
        assertThat(folder.toFile().list()).containsExactly("store");
    }

    @Test
    void anInterruptedConversionEndsItsChildAndLeavesNothing() throws Exception {
        CountDownLatch reading = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        store.beforeRange(() -> {
            reading.countDown();
            await(goOn);
        });
        FutureTask<Restored> task = new FutureTask<>(() -> restore(ImageFormat.QCOW2, folder.resolve("disk.qcow2")));
        Thread thread = Thread.ofPlatform().start(task);
        await(reading);
        ProcessHandle child = ProcessHandle.current()
                .children()
                .filter(each -> each.info().command().orElse("").endsWith("qemu-img"))
                .findFirst()
                .orElseThrow();
        thread.interrupt();
        child.onExit().join();
        goOn.countDown();
        assertThatThrownBy(task::get)
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(InterruptedIOException.class);
        assertThat(folder.toFile().list()).containsExactly("store");
    }

    @Test
    void whatQemuImgComplainsOfIsSaidInOneLine() throws Exception {
        Path program = Files.writeString(
                folder.resolve("qemu-img"),
                "#!/bin/sh\n[ $1 = --version ] && exit 0\necho first >&2; echo 'qemu-img: no luck' >&2; exit 1\n");
        program.toFile().setExecutable(true);
        assertThatThrownBy(
                        () -> new Restore(ORIGIN, settings(ImageFormat.VHDX), at -> {}, new QemuImg(program.toString()))
                                .run(targets(folder.resolve("a.vhdx"))))
                .isInstanceOf(IOException.class)
                .hasMessage("qemu-img convert ended with 1: qemu-img: no luck");
        assertThat(folder.resolve("a.vhdx.partial")).doesNotExist();
    }

    @Test
    void withoutQemuImgThePackageIsNamed() {
        assertThatThrownBy(() -> new Restore(ORIGIN, settings(ImageFormat.QCOW2), at -> {}, new QemuImg("/no/qemu-img"))
                        .run(targets(folder.resolve("a.qcow2"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("/no/qemu-img cannot be run", "qemu-utils");
    }

    @Test
    void aSizeThatTheFormatCannotKeepIsRefused() {
        assertThatThrownBy(() -> new Restore(ORIGIN, settings(ImageFormat.QCOW2), at -> {})
                        .run(RestoreTargets.file("odd", view.disk("odd"), folder.resolve("a.qcow2"))))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("disk odd has 1000 bytes", "--format raw");
    }

    @Test
    void whatAKilledConversionLeftIsReplacedOnlyWhenAskedTo() throws Exception {
        Path left = Files.createDirectory(folder.resolve("a.qcow2.partial"));
        Files.writeString(left.resolve("a.qcow2"), "half");
        assertThatThrownBy(() -> restore(ImageFormat.QCOW2, folder.resolve("a.qcow2")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("start afresh (--overwrite)");
        new Restore(ORIGIN, RestoreSettings.of(ImageFormat.QCOW2, true, false), at -> {})
                .run(targets(folder.resolve("a.qcow2")));
        assertThat(left).doesNotExist();
    }

    private Restored restore(ImageFormat format, Path out) throws IOException {
        return new Restore(ORIGIN, settings(format), at -> {}).run(targets(out)).getFirst();
    }

    private RestoreTargets targets(Path out) {
        return RestoreTargets.file("vda", view.disk("vda"), out);
    }

    private static RestoreSettings settings(ImageFormat format) {
        return RestoreSettings.of(format, false, false);
    }

    private static void await(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
