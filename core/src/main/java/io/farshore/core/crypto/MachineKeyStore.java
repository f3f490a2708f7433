package io.farshore.core.crypto;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * The wrapped data keys of one machine in one store. Whatever is interrupted, each data key that could be opened before can be opened
 * afterwards. Does not cache: keys are few and are read rarely.
 */
public final class MachineKeyStore {
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final String prefix;
    private final String machine;

    /** @param prefix of the objects' keys, ending in a slash */
    public MachineKeyStore(ObjectStore store, String prefix, String machine) {
        this.store = store;
        this.prefix = prefix;
        this.machine = machine;
    }

    /** What {@link #rewrap} did: data keys that have a new wrap, wraps removed, wraps kept because nobody here can open them. */
    public record Rewrapped(int dataKeys, int added, int removed, int kept) {}

    /** One wrapped key as it lies in the store. */
    private record Stored(String key, WrappedKey wrapped) {}

    /** All data keys that the provider opens. The others are known to be missing, and why. */
    public MachineKeys read(KeyProvider provider) throws IOException {
        List<DataKey> opened = new ArrayList<>();
        Map<UUID, String> missing = new LinkedHashMap<>();
        for (List<Stored> wraps : byDataKey().values()) {
            try {
                opened.add(open(wraps, provider));
            } catch (KeyMissingException e) {
                missing.put(wraps.getFirst().wrapped.dataKey(), advice(wraps, provider));
            }
        }
        return MachineKeys.of(opened, missing);
    }

    /**
     * The data key to encrypt with; made, wrapped and stored when the machine has none.
     *
     * @throws KeyMissingException when the machine has data keys, but the provider opens none of them
     */
    public DataKey obtain(KeyProvider provider, RandomGenerator random) throws IOException {
        Map<UUID, List<Stored>> all = byDataKey();
        if (all.isEmpty()) {
            DataKey made = DataKey.create(random);
            add(made, provider);
            return made;
        }
        KeyMissingException failure = null;
        for (List<Stored> wraps : all.values()) {
            try {
                return open(wraps, provider);
            } catch (KeyMissingException e) {
                failure = failure == null ? e : failure;
            }
        }
        throw Objects.requireNonNull(failure);
    }

    /** Creates in the other store what it needs to open every data key of this one. */
    public void copyTo(MachineKeyStore other) throws IOException {
        Map<UUID, List<Stored>> theirs = other.byDataKey();
        for (Map.Entry<UUID, List<Stored>> wraps : byDataKey().entrySet()) {
            if (!theirs.containsKey(wraps.getKey())) {
                for (Stored each : wraps.getValue()) {
                    CreateOnce.put(other.store, other.key(each.wrapped), each.wrapped.toBytes());
                }
            }
        }
    }

    /**
     * Wraps each data key by the provider's current wrapping key, reads that back, and only then removes the wraps by its other keys.
     * A wrap that the provider cannot open stays.
     *
     * @throws KeyMissingException when the provider cannot open one of the data keys; nothing of that one was changed
     */
    public Rewrapped rewrap(KeyProvider provider) throws IOException {
        int added = 0;
        int removed = 0;
        int kept = 0;
        Map<UUID, List<Stored>> all = byDataKey();
        for (List<Stored> wraps : all.values()) {
            DataKey key = open(wraps, provider);
            String current = provider.currentKey();
            if (wraps.stream().noneMatch(each -> each.wrapped.wrappingKey().equals(current))) {
                add(key, provider);
                added++;
            }
            String fresh = key(key.id(), current);
            requireOpens(fresh, key, provider);
            List<String> old = opened(wraps, key, fresh, provider);
            store.delete(old);
            removed += old.size();
            kept += (int) wraps.stream().filter(each -> !each.key.equals(fresh)).count() - old.size();
        }
        return new Rewrapped(all.size(), added, removed, kept);
    }

    private void add(DataKey key, KeyProvider provider) throws IOException {
        WrappedKey wrapped = WrappedKey.wrap(machine, key, provider);
        // Another's wrap by the same wrapping key is as good as ours.
        CreateOnce.put(store, key(wrapped), wrapped.toBytes());
        requireOpens(key(wrapped), key, provider);
    }

    private void requireOpens(String object, DataKey expected, KeyProvider provider) throws IOException {
        byte[] bytes = store.get(object);
        if (bytes == null) {
            throw new CorruptDataException(object, 0, "the wrapped key that was just written", "no such object");
        }
        if (!parse(object, bytes).wrapped.unwrap(object, provider).equals(expected)) {
            throw new CorruptDataException(object, 0, expected.toString(), "another key of that id");
        }
    }

    /** The other wraps of the key that the provider opens too, to the same key. */
    private static List<String> opened(List<Stored> wraps, DataKey key, String except, KeyProvider provider)
            throws IOException {
        List<String> opened = new ArrayList<>();
        for (Stored each : wraps) {
            try {
                if (!each.key.equals(except)
                        && each.wrapped.unwrap(each.key, provider).equals(key)) {
                    opened.add(each.key);
                }
            } catch (KeyMissingException e) {
                // By a wrapping key that this provider does not have: somebody else may.
            }
        }
        return opened;
    }

    private DataKey open(List<Stored> wraps, KeyProvider provider) throws IOException {
        CorruptDataException damage = null;
        for (Stored each : wraps) {
            try {
                return each.wrapped.unwrap(each.key, provider);
            } catch (CorruptDataException e) {
                damage = e;
            } catch (KeyMissingException e) {
                // The next one may be by a key that is there.
            }
        }
        if (damage != null) {
            throw damage;
        }
        throw new KeyMissingException(
                "data key " + wraps.getFirst().wrapped.dataKey(), "machine " + machine, advice(wraps, provider));
    }

    private static String advice(List<Stored> wraps, KeyProvider provider) {
        return "it is wrapped by %s, which %s does not hold; give the key file that does (--key-file)"
                .formatted(
                        String.join(
                                ", ",
                                wraps.stream()
                                        .map(each -> each.wrapped.wrappingKey())
                                        .toList()),
                        provider);
    }

    private Map<UUID, List<Stored>> byDataKey() throws IOException {
        Map<UUID, List<Stored>> all = new LinkedHashMap<>();
        String after = "";
        while (true) {
            List<StoredObject> page = store.list(prefix, after, PAGE);
            for (StoredObject object : page) {
                byte[] bytes = store.get(object.key());
                if (bytes != null) {
                    Stored stored = parse(object.key(), bytes);
                    all.computeIfAbsent(stored.wrapped.dataKey(), id -> new ArrayList<>())
                            .add(stored);
                }
            }
            if (page.size() < PAGE) {
                return all;
            }
            after = page.getLast().key();
        }
    }

    private Stored parse(String object, byte[] bytes) throws IOException {
        WrappedKey wrapped = WrappedKey.parse(object, bytes);
        if (!wrapped.machine().equals(machine) || !object.equals(key(wrapped))) {
            throw new CorruptDataException(
                    object, 0, "a wrapped key of %s that belongs here".formatted(machine), wrapped.toString());
        }
        return new Stored(object, wrapped);
    }

    private String key(WrappedKey wrapped) {
        return key(wrapped.dataKey(), wrapped.wrappingKey());
    }

    private String key(UUID dataKey, String wrappingKey) {
        return prefix + dataKey + "/" + wrappingKey;
    }

    @Override
    public String toString() {
        return "keys of %s in %s".formatted(machine, store);
    }
}
