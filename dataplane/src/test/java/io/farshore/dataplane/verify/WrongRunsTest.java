package io.farshore.dataplane.verify;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.ObjectCipher;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.Frame;
import io.farshore.core.log.FrameCodec;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.ObjectHash;
import io.farshore.core.run.BuiltRun;
import io.farshore.core.run.IndexRun;
import io.farshore.core.run.MergeInput;
import io.farshore.core.run.ObjectBytes;
import io.farshore.core.run.ObjectUse;
import io.farshore.core.run.Payload;
import io.farshore.core.run.PlacedFrame;
import io.farshore.core.run.Relocation;
import io.farshore.core.run.RunHeader;
import io.farshore.core.run.RunMerger;
import io.farshore.core.run.RunPage;
import io.farshore.core.run.RunRef;
import io.farshore.core.run.StoredName;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.dataplane.inspect.Description;
import io.farshore.dataplane.inspect.ObjectInspector;
import io.farshore.dataplane.replica.Bytes;
import io.farshore.dataplane.replica.ReplicaBuilder;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Runs whose every checksum is right and that are wrong all the same, as a faulty compaction would make them; and runs of many pages. */
class WrongRunsTest {
    private static final StoredName.OfRun NAME = new StoredName.OfRun(1, 500);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final FrameCodec codec = new FrameCodec();
    private ReplicaBuilder replica;
    private RunRef ref;
    private String key = "";

    WrongRunsTest() throws IOException {
        replica = new ReplicaBuilder(store, "web-1");
        ref = makeRun();
    }

    private RunRef makeRun() throws IOException {
        replica.generation(Base.EMPTY, new DiskSpec("vda", 4 << 20));
        SplittableRandom random = new SplittableRandom(5);
        for (int segment = 0; segment < 4; segment++) {
            for (int i = 0; i < 3000; i++) {
                replica.write(0, random.nextInt(4 << 11) * 512L, Bytes.noise(i, 40));
            }
            replica.seal();
        }
        new CompactedReplica(store, replica, 4).compact();
        return replica.catalog().runs().getFirst();
    }

    @BeforeEach
    void nameTheRun() {
        key = replica.writer().keys().object(ref.name());
    }

    @Test
    void aDamagedPageSpoilsItsStretchOfTheDisk() throws IOException {
        IndexRun run = open();
        assertThat(run.fences().size()).isGreaterThan(1);
        byte[] bytes = java.util.Objects.requireNonNull(store.get(key));
        bytes[(int) run.fences().get(1).storedOffset() + 9] ^= 1;
        store.put(key, bytes);
        Damage damage = verify().damage().getFirst();
        long from = run.fences().get(1).from();
        assertThat(damage.object()).isEqualTo(key);
        assertThat(damage.ranges())
                .containsExactly(
                        new Damage.DiskRange("vda", from, run.fences().get(1).to() - from));
        assertThat(damage.spoiled().count()).isEqualTo(4);
        assertThat(damage.parts()).hasSize(1);
    }

    @Test
    void aRunThatIsMadeAgainIsSound() throws IOException {
        accept(placed -> placed, use -> use, 0, 0);
        assertThat(verify().damage()).isEmpty();
    }

    @Test
    void aPageThatPointsToNoFrameOfTheObjectIsFound() throws IOException {
        accept(placed -> new PlacedFrame(placed.object(), placed.number() + 1, placed.frame()), use -> use, 0, 0);
        Damage damage = named();
        assertThat(damage.spoiled()).as("the bytes are the right ones").isEqualTo(Spoiled.NONE);
    }

    @Test
    void aPageWithAnotherChecksumThanTheFrameIsFoundAndSpoilsTheFrame() throws IOException {
        accept(placed -> new PlacedFrame(placed.object(), placed.number(), wrong(placed.frame())), use -> use, 0, 0);
        assertThat(named().spoiled().count()).isEqualTo(4);
    }

    @Test
    void aWrongAccountOfAnObjectIsFound() throws IOException {
        accept(
                placed -> placed,
                use -> new ObjectUse(use.name(), use.size(), use.identity(), use.plainBytes() + 1, use.liveBytes()),
                0,
                0);
        assertThat(verify().damage()).hasSize(4).allSatisfy(damage -> {
            assertThat(damage.object()).endsWith(".seg");
            assertThat(damage.spoiled()).isEqualTo(Spoiled.NONE);
        });
    }

    @Test
    void anObjectOfAnotherHashIsFound() throws IOException {
        accept(
                placed -> placed,
                use -> new ObjectUse(
                        use.name(), use.size(), ObjectHash.of(new byte[1]), use.plainBytes(), use.liveBytes()),
                0,
                0);
        assertThat(verify().damage()).hasSize(4);
    }

    @Test
    void aWrongAccountInTheCatalogIsFound() throws IOException {
        accept(placed -> placed, use -> use, 1, 0);
        assertThat(named().expected()).endsWith("bytes kept");
    }

    @Test
    void aWrongCountOfEntriesInTheCatalogIsFound() throws IOException {
        accept(placed -> placed, use -> use, 0, 1);
        assertThat(named().expected()).endsWith("entries");
    }

    @Test
    void runsAndDataObjectsAreDescribed() throws IOException {
        Description run = new ObjectInspector(2).object(store, key);
        assertThat(run.kind()).isEqualTo("run");
        assertThat(run.json().get("stepCount").asInt()).isEqualTo(4);
        assertThat(run.json().get("liveBytes").asLong()).isEqualTo(ref.keptBytes());
        assertThat(run.json().get("entryCount").asLong()).isEqualTo(ref.entries());
        assertThat(run.json().get("pages")).hasSize(2);
        assertThat(run.text())
                .startsWith("kind: run\nobject: run/00000001/")
                .contains("  - object log/00000001/0000000000000001.seg  size ", "livePercent 100\n");
    }

    private static Frame wrong(Frame frame) {
        return new Frame(
                frame.storedOffset(),
                frame.storedLength(),
                frame.plainOffset(),
                frame.plainLength(),
                frame.codec(),
                frame.checksum() ^ 1);
    }

    /** The one damage there is: that of the new run. */
    private Damage named() throws IOException {
        List<Damage> damage = verify().damage();
        assertThat(damage)
                .extracting(Damage::object)
                .containsExactly(replica.writer().keys().object(NAME));
        return damage.getFirst();
    }

    private IndexRun open() throws IOException {
        ObjectBytes bytes = ObjectBytes.of(store, key, ref.size());
        return IndexRun.open(key, bytes, ref.size(), ref.identity(), ref.steps().size(), codec, ObjectCipher.NONE);
    }

    /** Replaces the run by one in which these are changed. */
    private void accept(UnaryOperator<PlacedFrame> frames, UnaryOperator<ObjectUse> uses, long kept, long entries)
            throws IOException {
        IndexRun run = open();
        MergeInput input = MergeInput.of(run, ref.steps().size(), codec);
        BuiltRun built = RunMerger.merge(
                new RunHeader(NAME, replica.catalog().descriptor().machineId(), DataKey.NO_KEY),
                List.of(changed(input, frames)),
                IntStream.range(0, ref.steps().size()).toArray(),
                run.contents(codec).objects().stream().map(uses).toList(),
                Relocation.none(),
                codec,
                ObjectCipher.NONE);
        store.put(replica.writer().keys().object(NAME), built.bytes());
        Catalog catalog = replica.catalog();
        RunRef made = new RunRef(
                NAME,
                ref.generation(),
                ref.firstSegment(),
                built.bytes().length,
                built.identity(),
                built.keptBytes() + kept,
                built.entries() + entries,
                0,
                ref.steps());
        replica.writer()
                .commit(List.of(
                        new CatalogEntry.RunAccepted(made),
                        new CatalogEntry.Garbage(
                                catalog.version().version() + 1, ReplicaBuilder.START, List.of(ref.name()))));
    }

    private static MergeInput changed(MergeInput input, UnaryOperator<PlacedFrame> frames) {
        return new MergeInput() {
            @Override
            public int steps() {
                return input.steps();
            }

            @Override
            public List<Stretch> stretches() {
                return input.stretches();
            }

            @Override
            public RunPage load(int number) throws IOException {
                RunPage page = input.load(number);
                List<PlacedFrame> changed = new ArrayList<>();
                for (int i = 0; i < page.payload().frames(); i++) {
                    changed.add(frames.apply(page.payload().frame(i)));
                }
                return new RunPage(new Payload(changed), page.entries());
            }
        };
    }

    private MachineReport verify() throws IOException {
        return new ReplicaVerifier(store, (machine, objects, total, bytes) -> {})
                .verify("web-1")
                .machines()
                .getFirst();
    }
}
