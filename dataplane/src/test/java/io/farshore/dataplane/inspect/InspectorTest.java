package io.farshore.dataplane.inspect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.Pin;
import io.farshore.core.catalog.Request;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.GenerationEnd;
import io.farshore.core.log.Position;
import io.farshore.core.log.ReplicatedPosition;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.dataplane.replica.Bytes;
import io.farshore.dataplane.replica.ReplicaBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class InspectorTest {
    private static final UUID MACHINE = new UUID(1, 2);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final ObjectInspector inspector = new ObjectInspector(2);

    @BeforeEach
    void makeReplica() throws IOException {
        ReplicaBuilder replica = new ReplicaBuilder(store, "web-1");
        replica.generation(Base.EMPTY, new DiskSpec("vda", 1 << 20), new DiskSpec("vdb", 4096));
        replica.write(0, 0, new byte[8192])
                .write(0, 65_536, Bytes.noise(1, 4096))
                .write(1, 0, Bytes.noise(2, 100))
                .mark("before the upgrade");
        for (int i = 0; i < 20; i++) {
            replica.write(0, 0, Bytes.noise(i, 10)).seal();
        }
    }

    @Test
    void describesASegment() throws IOException {
        Description segment = inspector.object(store, "machines/web-1/log/00000001/0000000000000001.seg");
        JsonNode json = segment.json();
        assertThat(segment.kind()).isEqualTo("segment");
        assertThat(json.get("firstSequence").asLong()).isEqualTo(1);
        assertThat(json.get("lastSequence").asLong()).isEqualTo(4);
        assertThat(json.get("payloadBytes").asLong()).isEqualTo(4196);
        assertThat(json.get("zeroBytes").asLong()).isEqualTo(8192);
        assertThat(json.get("compressionRatio").asDouble()).isEqualTo(1.0);
        assertThat(json.get("entryCount").asInt()).isEqualTo(3);
        assertThat(json.get("entries")).hasSize(2);
        assertThat(json.at("/marks/0/name").asText()).isEqualTo("before the upgrade");
        assertThat(segment.text())
                .startsWith("kind: segment\n")
                .contains("  - disk 0  offset 0  length 8192  content zeros\n", "consistent: true\n");
    }

    @Test
    void describesAPinAndARequest() throws IOException {
        Pin pin = new Pin(MACHINE, 7, ReplicaBuilder.START, "farshore restore, process 12");
        assertThat(inspector.bytes("it", pin.toBytes()).text())
                .startsWith("kind: pin\n")
                .contains("version: 7\n", "reader: farshore restore, process 12\n");
        Request request = new Request(MACHINE, ReplicaBuilder.START, new CatalogEntry.Hold(new Position(1, 4), true));
        assertThat(inspector
                        .bytes("it", request.toBytes())
                        .json()
                        .at("/wanted/point")
                        .asText())
                .isEqualTo("1.4");
    }

    @Test
    void describesEveryObjectOfAReplica() throws IOException {
        List<String> kinds = store.list("", "", 1000).stream()
                .map(StoredObject::key)
                .map(this::kind)
                .distinct()
                .toList();
        assertThat(kinds).containsExactlyInAnyOrder("catalog", "catalog-pointer", "replica", "epoch", "segment");
        Description catalog = inspector.object(store, "machines/web-1/catalog/00000001/0000000000000001");
        assertThat(catalog.json().at("/entries/0/disks/1/name").asText()).isEqualTo("vdb");
    }

    @Test
    void describesTheObjectsOfACache() throws IOException {
        fillCache();
        assertThat(store.list("cache/", "", 100).stream().map(StoredObject::key).map(this::kind))
                .containsExactly("generation", "generation-end", "segment", "replicated");
        assertThat(inspector.object(store, "cache/web-1/replicated").text()).contains("position: 1.4\n");
    }

    @Test
    void describesAStore() throws IOException {
        fillCache();
        JsonNode json = new StoreInspector(store).describe().json();
        assertThat(json.at("/replicas/0/machine").asText()).isEqualTo("web-1");
        assertThat(json.at("/replicas/0/points").asInt()).isEqualTo(21);
        assertThat(json.at("/replicas/0/markedPoints").asInt()).isEqualTo(1);
        assertThat(json.at("/replicas/0/oldestPoint/name").asText()).isEqualTo("before the upgrade");
        assertThat(json.at("/replicas/0/disks/0/size").asLong()).isEqualTo(1 << 20);
        assertThat(json.at("/replicas/0/objects").asInt())
                .isEqualTo(store.list("machines/", "", 1000).size());
        assertThat(json.at("/caches/0/generations/0/cachedSegments").asInt()).isEqualTo(1);
        assertThat(json.at("/caches/0/generations/0/ended").asBoolean()).isTrue();
        assertThat(json.at("/caches/0/replicated/position").asText()).isEqualTo("1.4");
    }

    @Test
    void changesOfDisksAreEventsBetweenGenerations() throws IOException {
        ReplicaBuilder replica = new ReplicaBuilder(store, "db-1");
        replica.generation(Base.EMPTY, new DiskSpec("vda", 4096), new DiskSpec("vdb", 100));
        replica.generation(Base.PREVIOUS, new DiskSpec("vda", 4096), new DiskSpec("vdb", 100));
        replica.generation(Base.PREVIOUS, new DiskSpec("vdc", 5), new DiskSpec("vda", 8192));
        replica.generation(Base.EMPTY, new DiskSpec("vda", 8191), new DiskSpec("vdb", 7), new DiskSpec("vdc", 5));
        Description description = new StoreInspector(store).describe("db-1");
        assertThat(description.json().get("replicas")).hasSize(1);
        assertThat(description.json().get("caches")).isEmpty();
        String at = "  time 2026-01-01T00:00:00Z  event ";
        assertThat(description.text())
                .contains("    diskEvents:\n"
                        + "      - generation 3" + at + "grown  disk vda  sizeBefore 4096  size 8192\n"
                        + "      - generation 3" + at + "removed  disk vdb  sizeBefore 100\n"
                        + "      - generation 3" + at + "added  disk vdc  size 5\n"
                        + "      - generation 4" + at + "shrunk  disk vda  sizeBefore 8192  size 8191\n"
                        + "      - generation 4" + at + "added  disk vdb  size 7\n"
                        + "    disks:\n");
        assertThat(new StoreInspector(store).describe("web-1").text()).contains("diskEvents: none\n");
        assertThatThrownBy(() -> new StoreInspector(store).describe("db-2"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no machine 'db-2'; it holds db-1, web-1");
    }

    @Test
    void aDamagedMachineDoesNotHideTheOthers() throws IOException {
        new ReplicaBuilder(store, "db-1").generation(Base.EMPTY, new DiskSpec("vda", 4096));
        store.put("machines/db-1/descriptor", new byte[100]);
        JsonNode json = new StoreInspector(store).describe().json();
        assertThat(json.at("/replicas/0/damage").asText()).contains("machines/db-1/descriptor");
        assertThat(json.at("/replicas/1/points").asInt()).isEqualTo(21);
    }

    @Test
    void refusesWhatIsNotOurs(@TempDir Path folder) throws IOException {
        Path file = Files.writeString(folder.resolve("notes.txt"), "no segment");
        assertThatThrownBy(() -> inspector.file(file))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageEndingWith("notes.txt is no Farshore object");
        assertThatThrownBy(() -> inspector.file(folder.resolve("none")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no file");
        assertThatThrownBy(() -> inspector.object(store, "machines/none"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("holds no object");
        assertThatThrownBy(() -> new StoreInspector(new InMemoryObjectStore()).describe())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("no Farshore store");
    }

    @Test
    void aDamagedObjectIsNotDescribed(@TempDir Path folder) throws IOException {
        byte[] bytes = Objects.requireNonNull(store.get("machines/web-1/log/00000001/0000000000000001.seg"));
        bytes[bytes.length / 2] ^= 4;
        Path file = Files.write(folder.resolve("bad.seg"), bytes);
        assertThatThrownBy(() -> inspector.file(file))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContaining("bad.seg");
    }

    private void fillCache() {
        CacheKeys keys = new CacheKeys("web-1");
        GenerationClaim claim = new GenerationClaim(
                MACHINE,
                "web-1",
                1,
                new UUID(3, 1),
                ReplicaBuilder.START,
                Base.EMPTY,
                List.of(new DiskSpec("vda", 1 << 20)),
                "<domain/>");
        store.put(keys.claim(1), claim.toBytes());
        store.put(keys.end(1), new GenerationEnd(MACHINE, 1, 1, 4, true).toBytes());
        store.put(
                keys.segment(1, 1),
                Objects.requireNonNull(store.get("machines/web-1/log/00000001/0000000000000001.seg")));
        store.put(
                keys.replicated(),
                new ReplicatedPosition(MACHINE, new Position(1, 4), 1, 12_388, ReplicaBuilder.START).toBytes());
    }

    private String kind(String key) {
        try {
            return inspector.object(store, key).kind();
        } catch (IOException e) {
            throw new AssertionError(key, e);
        }
    }
}
