package io.farshore.dataplane.restore;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.catalog.Catalog;
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
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a restore makes of what an earlier one left: it goes on, starts over or refuses, and the bytes are always right. */
class ResumeTest {
    private static final int MIB = 1 << 20;
    private static final int SIZE = 64 * MIB + 512;
    private static final UUID MACHINE = new UUID(1, 2);
    private static final RestoreOrigin ORIGIN =
            new RestoreOrigin("file:///store", "web-1", MACHINE, new Position(1, 4));
    private static final RestoreSettings RESUME = new RestoreSettings(ImageFormat.RAW, false, true, Duration.ZERO);

    @TempDir
    private Path folder;

    private final byte[] disk = new byte[SIZE];
    private CountingStore store;
    private Catalog catalog;
    private MachineView view;
    private Path out;

    @BeforeEach
    void makeReplica() throws IOException {
        store = new CountingStore(FileObjectStore.create(folder.resolve("store")));
        ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
        replica.generation(Base.EMPTY, new DiskSpec("vda", SIZE), new DiskSpec("vdb", 2 * MIB));
        for (int at = 0; at + 3 * MIB <= SIZE; at += 4 * MIB) {
            byte[] noise = Bytes.noise(at, 3 * MIB);
            System.arraycopy(noise, 0, disk, at, noise.length);
            replica.write(0, at, noise).seal();
        }
        replica.write(1, 0, Bytes.noise(7, MIB)).seal();
        catalog = replica.catalog();
        open();
        out = folder.resolve("vda.raw");
    }

    /** With nothing in its cache, so that the store is read. */
    private void open() throws IOException {
        view = MachineView.open(
                store,
                catalog,
                catalog.points().getLast(),
                ViewSettings.defaults().withoutReadAhead());
    }

    @Test
    void goesOnWhereAStoreThatWentAwayStoppedIt() throws Exception {
        for (int reads : new int[] {1, 6, 12, 20}) {
            Files.deleteIfExists(out);
            open();
            fails(reads);
            long durable = durable();

            store.beforeRange(() -> {});
            Restored restored = restore(ORIGIN);

            assertThat(restored.resumedAt()).isEqualTo(durable);
            assertThat(restored.bytesWritten())
                    .isEqualTo(restored.dataBytes() - DataExtents.bytes(view.disk("vda"), 0, durable));
            isRight();
        }
    }

    @Test
    void someOfItNeedNotBeReadAgain() throws Exception {
        fails(20);
        store.beforeRange(() -> {});

        assertThat(restore(ORIGIN).resumedAt()).isGreaterThanOrEqualTo(4 * MIB);
    }

    @Test
    void whatWasWrittenAfterTheJournalIsNotTrusted() throws Exception {
        fails(20);
        long durable = durable();
        try (RandomAccessFile partial = new RandomAccessFile(partial().toFile(), "rw")) {
            byte[] junk = new byte[SIZE - (int) durable];
            Arrays.fill(junk, (byte) 0x55);
            partial.seek(durable);
            partial.write(junk);
        }
        store.beforeRange(() -> {});
        restore(ORIGIN);
        isRight();
    }

    @Test
    void everyTornOrDamagedJournalStartsOver() throws Exception {
        fails(20);
        byte[] partial = Files.readAllBytes(partial());
        byte[] journal = Files.readAllBytes(journal());
        store.beforeRange(() -> {});
        List<byte[]> damaged = new ArrayList<>();
        for (int length = 0; length < journal.length; length += 40) {
            damaged.add(Arrays.copyOf(journal, length));
        }
        for (int at = 0; at < journal.length; at += 40) {
            byte[] flipped = journal.clone();
            flipped[at] ^= 4;
            damaged.add(flipped);
        }
        for (byte[] each : damaged) {
            Files.deleteIfExists(out);
            Arrays.fill(partial, (byte) 0x55);
            Files.write(partial(), partial);
            Files.write(journal(), each);
            assertThat(restore(ORIGIN).resumedAt()).isZero();
            isRight();
        }
    }

    @Test
    void anotherFileOfTheSameNameIsNotTakenForTheOneThatTheJournalMeans() throws Exception {
        fails(20);
        Files.write(folder.resolve("other"), new byte[SIZE]);
        Files.move(folder.resolve("other"), partial(), StandardCopyOption.REPLACE_EXISTING);
        store.beforeRange(() -> {});
        assertThat(restore(ORIGIN).resumedAt()).isZero();
        isRight();
    }

    @Test
    void aPartialFileThatWasCutIsStartedOver() throws Exception {
        fails(20);
        try (RandomAccessFile partial = new RandomAccessFile(partial().toFile(), "rw")) {
            partial.setLength(durable() - 1);
        }
        store.beforeRange(() -> {});
        assertThat(restore(ORIGIN).resumedAt()).isZero();
        isRight();
    }

    @Test
    void aRestoreOfSomethingElseIsRefusedAndKept() throws Exception {
        fails(20);
        byte[] before = Files.readAllBytes(partial());
        refused(
                new RestoreOrigin("file:///store", "web-1", MACHINE, new Position(1, 5)),
                "recovery point 1.4, not 1.5");
        refused(new RestoreOrigin("file:///other", "web-1", MACHINE, new Position(1, 4)), "the store file:///store");
        refused(new RestoreOrigin("file:///store", "web-2", MACHINE, new Position(1, 4)), "machine web-1");
        refused(
                new RestoreOrigin("file:///store", "web-1", new UUID(1, 3), new Position(1, 4)),
                "machine web-1 (00000000-0000-0001-0000-000000000002)");
        assertThatThrownBy(() ->
                        new Restore(ORIGIN, RESUME, at -> {}).run(RestoreTargets.file("vdb", view.disk("vdb"), out)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("it is of disk vda, not vdb");
        assertThat(Arrays.equals(Files.readAllBytes(partial()), before)).isTrue();
    }

    @Test
    void withNothingToGoOnWithItStarts() throws Exception {
        assertThat(restore(ORIGIN).resumedAt()).isZero();
        isRight();
        assertThat(journal()).doesNotExist();
    }

    @Test
    void aRestoreOfSeveralDisksKeepsThoseThatAreComplete() throws Exception {
        Path all = folder.resolve("all");
        RestoreTargets targets = RestoreTargets.folder(view.disks(), all, ImageFormat.RAW);
        RestoreTargets cut = new RestoreTargets(
                List.of(
                        targets.targets().get(1),
                        new RestoreTargets.Target("vda", view.disk("vda"), all.resolve("vda.raw"))),
                all);
        store.beforeRange(failAfter(12));
        assertThatThrownBy(() -> new Restore(ORIGIN, RESUME, at -> {}).run(cut))
                .isInstanceOf(UnavailableException.class);
        assertThat(all.resolve("vdb.raw")).exists();

        store.beforeRange(() -> {});
        List<Restored> restored = new Restore(ORIGIN, RESUME, at -> {}).run(cut);
        assertThat(restored.getFirst().bytesWritten()).isZero();
        assertThat(restored.getFirst().resumedAt()).isEqualTo(2 * MIB);
        assertThat(all.toFile().list()).containsExactlyInAnyOrder("vda.raw", "vdb.raw");
        assertThat(Arrays.equals(Files.readAllBytes(all.resolve("vda.raw")), disk))
                .isTrue();
    }

    @Test
    void aFileThatSomebodyElseMadeIsNotTakenForComplete() throws Exception {
        Files.write(out, new byte[SIZE]);
        assertThatThrownBy(() -> restore(ORIGIN)).hasMessageContaining("exists already");
    }

    private void fails(int reads) {
        store.beforeRange(failAfter(reads));
        assertThatThrownBy(() -> restore(ORIGIN)).isInstanceOf(UnavailableException.class);
        assertThat(out).doesNotExist();
    }

    private static CountingStore.Hook failAfter(int reads) {
        AtomicInteger left = new AtomicInteger(reads);
        return () -> {
            if (left.getAndDecrement() <= 0) {
                throw new UnavailableException("the network is down");
            }
        };
    }

    private void refused(RestoreOrigin origin, String words) {
        assertThatThrownBy(() -> restore(origin))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll("cannot go on with", words, "--overwrite");
    }

    private Restored restore(RestoreOrigin origin) throws IOException {
        return new Restore(origin, RESUME, at -> {})
                .run(RestoreTargets.file("vda", view.disk("vda"), out))
                .getFirst();
    }

    private long durable() throws IOException {
        RestoreJournal journal = JournalFile.of(out).read();
        return journal == null ? 0 : journal.durable();
    }

    private void isRight() throws IOException {
        assertThat(Arrays.mismatch(Files.readAllBytes(out), disk)).isEqualTo(-1);
        assertThat(partial()).doesNotExist();
        assertThat(journal()).doesNotExist();
    }

    private Path partial() {
        return folder.resolve("vda.raw.partial");
    }

    private Path journal() {
        return folder.resolve("vda.raw.partial.journal");
    }
}
