package io.farshore.core.store;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.store.ObjectStore.StoredObject;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Random use of an {@link ObjectStore} by one client, compared with a map; each implementation has a test class that extends this one. */
public abstract class ObjectStoreModelContract {
    private static final int STEPS = 120;
    /** Few and close together, so that they meet; no key is a folder of another. */
    private static final List<String> KEYS = keys();

    /** A new, empty store. */
    protected abstract ObjectStore newStore(RandomGenerator random) throws IOException;

    @Seeded(count = 15)
    void doesWhatAMapDoes(RandomGenerator random) throws IOException {
        TreeMap<String, byte[]> model = new TreeMap<>();
        try (ObjectStore store = newStore(random)) {
            for (int i = 0; i < STEPS; i++) {
                step(store, model, random);
            }
            assertThat(store.list("", "", Integer.MAX_VALUE)).isEqualTo(page(model, "", "", Integer.MAX_VALUE));
        }
    }

    private static void step(ObjectStore store, NavigableMap<String, byte[]> model, RandomGenerator random)
            throws IOException {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        switch (random.nextInt(7)) {
            case 0 -> {
                byte[] content = content(random);
                assertThat(store.putIfAbsent(key, content)).isEqualTo(model.putIfAbsent(key, content) == null);
            }
            case 1 -> {
                byte[] content = content(random);
                store.put(key, content);
                model.put(key, content);
            }
            case 2 -> assertThat(store.get(key)).isEqualTo(model.get(key));
            case 3 -> readsPart(store, key, model.get(key), random);
            case 4 -> {
                List<String> some =
                        KEYS.stream().filter(each -> random.nextInt(5) == 0).toList();
                store.delete(some);
                some.forEach(model::remove);
            }
            default -> listsAPage(store, model, random);
        }
    }

    private static void readsPart(ObjectStore store, String key, byte @Nullable [] content, RandomGenerator random)
            throws IOException {
        int length = random.nextInt(60);
        if (content == null) {
            assertThat(store.tail(key, length)).isNull();
            assertThat(store.size(key)).isEqualTo(-1);
            return;
        }
        int offset = random.nextInt(content.length + 1);
        int end = Math.min(content.length, offset + length);
        assertThat(store.get(key, offset, length)).isEqualTo(Arrays.copyOfRange(content, offset, end));
        int start = Math.max(0, content.length - length);
        assertThat(store.tail(key, length)).isEqualTo(Arrays.copyOfRange(content, start, content.length));
        assertThat(store.size(key)).isEqualTo(content.length);
    }

    private static void listsAPage(ObjectStore store, NavigableMap<String, byte[]> model, RandomGenerator random)
            throws IOException {
        String prefix = start(random);
        String startAfter = start(random);
        int limit = random.nextInt(8);
        assertThat(store.list(prefix, startAfter, limit))
                .as("list %s after %s, %d", prefix, startAfter, limit)
                .isEqualTo(page(model, prefix, startAfter, limit));
    }

    /** The beginning of a key, or all of it. */
    private static String start(RandomGenerator random) {
        String key = KEYS.get(random.nextInt(KEYS.size()));
        return key.substring(0, random.nextInt(key.length() + 1));
    }

    private static List<StoredObject> page(
            NavigableMap<String, byte[]> model, String prefix, String startAfter, int limit) {
        return model.entrySet().stream()
                .filter(each ->
                        each.getKey().startsWith(prefix) && each.getKey().compareTo(startAfter) > 0)
                .limit(limit)
                .map(each -> new StoredObject(each.getKey(), each.getValue().length))
                .toList();
    }

    /** Never twice the same, so that a lost creation can be told from another's. */
    private static byte[] content(RandomGenerator random) {
        byte[] content = new byte[8 + random.nextInt(50)];
        random.nextBytes(content);
        return content;
    }

    private static List<String> keys() {
        List<String> keys = new ArrayList<>();
        for (String folder : List.of("", "a/", "a-b/", "a.b/", "a/b/", "a/b-c/")) {
            for (String name : List.of("x", "x-y", "x.y", "x0", "y")) {
                keys.add(folder + name);
            }
        }
        return keys;
    }
}
