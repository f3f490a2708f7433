package io.farshore.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.crypto.MachineKeyStore.Rewrapped;
import io.farshore.core.crypto.file.KeyFile;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.Damage;
import io.farshore.core.format.Golden;
import io.farshore.core.store.CrashedError;
import io.farshore.core.store.FaultyObjectStore;
import io.farshore.core.store.InMemoryObjectStore;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The wrapped keys of a machine: made once, wrapped anew, and never lost on the way. */
class MachineKeyStoreTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final String PREFIX = "machines/web-1/key/";

    private final ObjectStore objects = new InMemoryObjectStore();
    private final MachineKeyStore store = new MachineKeyStore(objects, PREFIX, "web-1");
    private final RandomGenerator random = new SplittableRandom(7);

    @TempDir
    private Path folder;

    @Test
    void theKeyIsMadeOnceAndFoundAgain() throws IOException {
        KeyFile file = keyFile("one");
        DataKey made = store.obtain(file, random);
        assertThat(store.obtain(file, random)).isEqualTo(made);
        assertThat(store.read(file).ids()).containsExactly(made.id());
        assertThat(keys()).containsExactly(PREFIX + made.id() + "/" + file.currentKey());
    }

    @Test
    void aWrongKeyFileIsRefusedAndTheMessageSaysWhichKeyIsMissing() throws IOException {
        KeyFile right = keyFile("right");
        DataKey made = store.obtain(right, random);
        KeyFile wrong = keyFile("wrong");
        assertThatThrownBy(() -> store.obtain(wrong, random))
                .isInstanceOf(KeyMissingException.class)
                .hasMessageContainingAll(made.id().toString(), right.currentKey(), "wrong", "--key-file");
        assertThatThrownBy(() -> store.read(wrong).require(made.id(), "a restore"))
                .isInstanceOf(KeyMissingException.class)
                .hasMessageContainingAll("a restore", right.currentKey());
        assertThat(keys()).hasSize(1);
    }

    @Test
    void rewrappingLeavesOneWrapByTheNewestKey() throws IOException {
        KeyFile before = keyFile("keys");
        DataKey made = store.obtain(before, random);
        KeyFile after = KeyFile.rotate(folder.resolve("keys"), NOW, random);
        assertThat(store.rewrap(after)).isEqualTo(new Rewrapped(1, 1, 1, 0));
        assertThat(keys()).containsExactly(PREFIX + made.id() + "/" + after.currentKey());
        assertThat(store.obtain(after, random)).isEqualTo(made);
        assertThatThrownBy(() -> store.obtain(before, random)).isInstanceOf(KeyMissingException.class);
        assertThat(store.rewrap(after)).isEqualTo(new Rewrapped(1, 0, 0, 0));
    }

    @Seeded(count = 8)
    void rewrappingKilledAtAnyCallLeavesEveryKeyReadable(RandomGenerator chance) throws IOException {
        String name = "keys" + chance.nextInt(Integer.MAX_VALUE);
        KeyFile first = keyFile(name);
        List<DataKey> made = new ArrayList<>();
        for (int i = 0; i < 3; i++) {
            DataKey key = DataKey.create(chance);
            made.add(key);
            WrappedKey wrapped = WrappedKey.wrap("web-1", key, first);
            objects.put(PREFIX + key.id() + "/" + first.currentKey(), wrapped.toBytes());
        }
        for (int call = 0; call < 20; call++) {
            KeyFile current = KeyFile.rotate(folder.resolve(name), NOW, chance);
            FaultyObjectStore faulty = new FaultyObjectStore(objects, chance);
            faulty.crashAfter(call);
            try {
                new MachineKeyStore(faulty, PREFIX, "web-1").rewrap(current);
            } catch (CrashedError e) {
                // As planned.
            }
            MachineKeys read = store.read(current);
            for (DataKey key : made) {
                read.require(key.id(), "the test");
            }
            store.rewrap(current);
            assertThat(keys()).hasSize(3);
        }
    }

    @Test
    void aWrapThatNobodyHereCanOpenIsKept() throws IOException {
        KeyFile mine = keyFile("mine");
        KeyFile theirs = keyFile("theirs");
        DataKey made = store.obtain(mine, random);
        objects.put(
                PREFIX + made.id() + "/" + theirs.currentKey(),
                WrappedKey.wrap("web-1", made, theirs).toBytes());
        assertThat(store.rewrap(mine)).isEqualTo(new Rewrapped(1, 0, 0, 1));
        assertThat(store.obtain(theirs, random)).isEqualTo(made);
    }

    /** A new wrap that cannot be opened must not cost the old one. */
    @Test
    void theOldWrapStaysWhenTheNewOneIsDamaged() throws IOException {
        KeyFile before = keyFile("keys");
        DataKey made = store.obtain(before, random);
        KeyFile after = KeyFile.rotate(folder.resolve("keys"), NOW, random);
        WrappedKey bad = new WrappedKey("web-1", made.id(), after.currentKey(), java.nio.ByteBuffer.allocate(60));
        objects.put(PREFIX + made.id() + "/" + after.currentKey(), bad.toBytes());
        assertThatThrownBy(() -> store.rewrap(after)).isInstanceOf(CorruptDataException.class);
        assertThat(store.obtain(before, random)).isEqualTo(made);
    }

    @Test
    void copyingBringsWhatIsMissingOnly() throws IOException {
        KeyFile file = keyFile("keys");
        DataKey made = store.obtain(file, random);
        ObjectStore others = new InMemoryObjectStore();
        MachineKeyStore copy = new MachineKeyStore(others, "cache/web-1/key/", "web-1");
        store.copyTo(copy);
        assertThat(copy.obtain(file, random)).isEqualTo(made);
        KeyFile rotated = KeyFile.rotate(folder.resolve("keys"), NOW, random);
        copy.rewrap(rotated);
        store.copyTo(copy);
        assertThat(others.list("", "", 10)).as("no old wrap comes back").hasSize(1);
    }

    @Test
    void goldenFilesAreReadAndWrittenAsEver() throws IOException {
        KeyFile file = KeyFile.create(folder.resolve("golden"), NOW, new SplittableRandom(1));
        DataKey key = DataKey.create(new SplittableRandom(2));
        byte[] wrapped = WrappedKey.wrap("web-1", key, file).toBytes();
        WrappedKey read = WrappedKey.parse("it", Golden.sameBytes("wrapped-key", wrapped));
        assertThat(read.unwrap("it", file)).isEqualTo(key);
        Damage.isFoundEverywhere(wrapped, bytes -> WrappedKey.parse("it", bytes));
    }

    @Test
    void noSecretIsStoredOrShown() throws IOException {
        KeyFile file = keyFile("keys");
        DataKey made = store.obtain(file, random);
        String secret = new String(made.secret(), StandardCharsets.ISO_8859_1);
        String stored = new String(Objects.requireNonNull(objects.get(keys().getFirst())), StandardCharsets.ISO_8859_1);
        assertThat(stored).doesNotContain(secret.substring(0, 8));
        assertThat(made + " " + store.read(file) + " " + file + store).doesNotContain(secret);
        assertThat(made.toString()).isEqualTo("data key " + made.id());
    }

    private List<String> keys() throws IOException {
        return objects.list(PREFIX, "", 1000).stream().map(StoredObject::key).toList();
    }

    private KeyFile keyFile(String name) throws IOException {
        return KeyFile.create(folder.resolve(name), NOW, random);
    }
}
