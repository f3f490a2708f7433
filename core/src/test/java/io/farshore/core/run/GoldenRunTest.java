package io.farshore.core.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.Golden;
import io.farshore.core.log.Entry;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.log.SegmentId;
import io.farshore.core.log.SegmentIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** Index runs and data objects of version 1, as they were written once. Compressed bytes may come out otherwise today, so they are not compared. */
class GoldenRunTest {
    private static final UUID MACHINE = new UUID(0x1111, 0x2222);
    private static final UUID KEY = new UUID(0x3333, 0x4444);
    private static final MachineKeys KEYS = MachineKeys.of(List.of(new DataKey(KEY, new byte[32])));
    private static final StoredName.OfRun RUN = new StoredName.OfRun(3, 17);
    private static final StoredName.OfData DATA = new StoredName.OfData(3, 18);
    private static final StoredName FIRST = new StoredName.OfSegment(new SegmentId(2, 5));
    private static final StoredName SECOND = new StoredName.OfSegment(new SegmentId(2, 6));

    private final FrameCodec codec = new FrameCodec();

    @Test
    void aRunIsReadForEver() throws IOException {
        checkRun(Golden.bytes("run", run(ObjectCipher.NONE).bytes()), ObjectCipher.NONE);
    }

    @Test
    void anEncryptedRunIsReadForEver() throws IOException {
        checkRun(Golden.bytes("run-encrypted", run(cipher(RUN)).bytes()), cipher(RUN));
    }

    @Test
    void aDataObjectIsReadForEver() throws IOException {
        checkData(Golden.bytes("data", data(ObjectCipher.NONE).bytes()), ObjectCipher.NONE);
    }

    @Test
    void anEncryptedDataObjectIsReadForEver() throws IOException {
        checkData(Golden.bytes("data-encrypted", data(cipher(DATA)).bytes()), cipher(DATA));
    }

    private static ObjectCipher cipher(StoredName name) throws KeyMissingException {
        return KEYS.forObject(KEY, MACHINE, name.key());
    }

    private static RunHeader header(StoredName name, ObjectCipher cipher) {
        return new RunHeader(name, MACHINE, cipher.isEncrypted() ? KEY : DataKey.NO_KEY);
    }

    private BuiltRun run(ObjectCipher cipher) throws IOException {
        SegmentIndex first = new SegmentIndex(
                List.of(
                        new Frame(128, 65_536 + cipher.overhead(), 0, 65_536, Frame.Codec.RAW, 0x01020304),
                        frame(65_664 + cipher.overhead(), 65_536, 8192)),
                List.of(new Entry(0, 4096, 69_632, 0), new Entry(1, 0, 4096, 69_632)),
                List.of());
        SegmentIndex second = new SegmentIndex(
                List.of(frame(128, 0, 4096)),
                List.of(new Entry(0, 8192, 4096, 0), new Entry(1, 0, 1L << 30, Entry.ZEROS)),
                List.of());
        return RunMerger.merge(
                header(RUN, cipher),
                List.of(MergeInput.of(FIRST, first), MergeInput.of(SECOND, second)),
                new int[] {0, 1},
                List.of(use(FIRST, 73_728), use(SECOND, 4096)),
                Relocation.none(),
                codec,
                cipher);
    }

    private static Frame frame(long stored, long plain, int length) {
        return new Frame(stored, length / 4, plain, length, Frame.Codec.ZSTD, 0x01020304);
    }

    private static ObjectUse use(StoredName name, long plain) {
        return new ObjectUse(name, plain + 500, new ObjectHash(1, 2, 3, 4), plain, plain);
    }

    private void checkRun(byte[] golden, ObjectCipher cipher) throws IOException {
        assertThat(RunHeader.parse("golden", golden)).isEqualTo(header(RUN, cipher));
        ObjectHash identity = ObjectHash.of(golden, 0, golden.length - RunFooter.LENGTH);
        IndexRun run = IndexRun.open("golden", ObjectBytes.of(golden), golden.length, identity, 2, codec, cipher);
        assertThat(run.fences())
                .extracting(Fence::disk, Fence::from, Fence::to)
                .containsExactly(tuple(0, 4096L, 73_728L), tuple(1, 0L, 1L << 30));
        RunPage page = run.page(0, codec);
        assertThat(page.entries())
                .containsExactly(
                        new RunEntry(4096, 65_536, 0, 0),
                        new RunEntry(8192, 4096, 1, 65_536),
                        new RunEntry(69_632, 4096, 0, 69_632));
        assertThat(page.payload().frame(1)).isEqualTo(new PlacedFrame(SECOND, 0, frame(128, 0, 4096)));
        assertThat(run.page(1, codec).entries())
                .containsExactly(new RunEntry(0, 4096, 0, 4096), new RunEntry(0, 1L << 30, 1, RunEntry.ZEROS));
        IndexRun.Contents contents = run.contents(codec);
        assertThat(contents.stepBytes()).containsExactly(73_728L, 4096L);
        assertThat(contents.objects()).containsExactly(use(FIRST, 73_728), use(SECOND, 4096));
    }

    private DataObject data(ObjectCipher cipher) {
        return DataObject.of(header(DATA, cipher), frames -> frames.add(text(), 0, text().length), codec, cipher);
    }

    private static byte[] text() {
        return "what is needed longer than its segment ".repeat(2000).getBytes(StandardCharsets.US_ASCII);
    }

    private void checkData(byte[] golden, ObjectCipher cipher) throws IOException {
        assertThat(RunHeader.parse("golden", golden)).isEqualTo(header(DATA, cipher));
        List<Frame> frames = DataObject.verify("golden", golden, codec, cipher);
        assertThat(frames).extracting(Frame::plainLength).containsExactly(65_536, text().length - 65_536);
        byte[] plain = new byte[Frame.LARGEST];
        codec.restore(
                "golden", frames.get(1), 1, cipher, golden, (int) frames.get(1).storedOffset(), plain);
        assertThat(plain).startsWith(Arrays.copyOfRange(text(), 65_536, text().length));
    }
}
