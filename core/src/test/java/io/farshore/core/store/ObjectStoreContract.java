package io.farshore.core.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link ObjectStore} does; each implementation has a test class that extends this one. Random use is in {@link ObjectStoreModelContract}. */
public abstract class ObjectStoreContract {
    private static final int RACERS = 16;

    private ObjectStore store;

    /** A new, empty store. */
    protected abstract ObjectStore newStore() throws IOException;

    /** Another client of the same store, as another process would have it. */
    protected abstract ObjectStore secondClient(ObjectStore first) throws IOException;

    @BeforeEach
    void openStore() throws IOException {
        store = newStore();
    }

    @AfterEach
    void closeStore() throws IOException {
        store.close();
    }

    @Test
    void createsAnObjectOnceAndKeepsTheFirstContent() throws IOException {
        assertThat(store.putIfAbsent("c/web-1/log/00000001/00000000000a.seg", bytes("first")))
                .isTrue();
        assertThat(store.putIfAbsent("c/web-1/log/00000001/00000000000a.seg", bytes("second")))
                .isFalse();
        assertThat(store.get("c/web-1/log/00000001/00000000000a.seg")).isEqualTo(bytes("first"));
    }

    @Test
    void ofSixteenRacingCreatorsExactlyOneWinsAndItsContentStays() throws Exception {
        ObjectStore other = secondClient(store);
        for (int round = 0; round < 25; round++) {
            String key = "race/" + round + "/claim";
            List<Boolean> won =
                    race(racer -> (racer % 2 == 0 ? store : other).putIfAbsent(key, bytes("racer " + racer)));
            assertThat(won).as("winners of %s", key).containsOnlyOnce(true);
            assertThat(store.get(key)).isEqualTo(bytes("racer " + won.indexOf(true)));
        }
    }

    @Test
    void aReaderThatRacesWithReplacementsSeesOneContentWhole() throws Exception {
        int size = 200_000;
        store.put("position", filled(size, 0));
        List<Boolean> whole = race(racer -> {
            for (int i = 0; i < 10; i++) {
                if (racer == 0) {
                    store.put("position", filled(size, i));
                } else if (!isUniform(store.get("position"), size)) {
                    return false;
                }
            }
            return true;
        });
        assertThat(whole).containsOnly(true);
    }

    @Test
    void replacesAnObject() throws IOException {
        store.put("position", bytes("a longer content"));
        store.put("position", bytes("short"));
        assertThat(store.get("position")).isEqualTo(bytes("short"));
        assertThat(store.size("position")).isEqualTo(5);
    }

    @Test
    void whatOneClientWritesEveryOtherSeesAtOnce() throws IOException {
        ObjectStore other = secondClient(store);
        store.putIfAbsent("a/b", bytes("1"));
        assertThat(other.get("a/b")).isEqualTo(bytes("1"));
        assertThat(other.list("", "", 10)).containsExactly(new StoredObject("a/b", 1));
        other.put("a/b", bytes("22"));
        assertThat(store.get("a/b")).isEqualTo(bytes("22"));
        other.delete(List.of("a/b"));
        assertThat(store.get("a/b")).isNull();
        assertThat(store.list("", "", 10)).isEmpty();
    }

    @Test
    void anObjectThatIsNotThereReadsAsNull() throws IOException {
        store.put("a/b", bytes("x"));
        for (String key : List.of("b", "a", "a/c", "a/b/c", "a/b/c/d")) {
            assertThat(store.get(key)).as(key).isNull();
            assertThat(store.get(key, 0, 0)).as(key).isNull();
            assertThat(store.tail(key, 1)).as(key).isNull();
            assertThat(store.size(key)).as(key).isEqualTo(-1);
        }
    }

    @Test
    void readsAnyPartOfAnObject() throws IOException {
        store.put("k", bytes("0123456789"));
        assertThat(store.get("k", 0, 10)).isEqualTo(bytes("0123456789"));
        assertThat(store.get("k", 3, 4)).isEqualTo(bytes("3456"));
        assertThat(store.get("k", 8, 4)).isEqualTo(bytes("89"));
        assertThat(store.get("k", 0, Integer.MAX_VALUE)).isEqualTo(bytes("0123456789"));
        assertThat(store.get("k", 10, 1)).isEmpty();
        assertThat(store.get("k", Long.MAX_VALUE, Integer.MAX_VALUE)).isEmpty();
        assertThat(store.get("k", 5, 0)).isEmpty();
    }

    @Test
    void readsTheEndOfAnObject() throws IOException {
        store.put("k", bytes("0123456789"));
        assertThat(store.tail("k", 3)).isEqualTo(bytes("789"));
        assertThat(store.tail("k", 10)).isEqualTo(bytes("0123456789"));
        assertThat(store.tail("k", 11)).isEqualTo(bytes("0123456789"));
        assertThat(store.tail("k", 0)).isEmpty();
    }

    @Test
    void anObjectMayBeEmpty() throws IOException {
        assertThat(store.putIfAbsent("empty", new byte[0])).isTrue();
        assertThat(store.get("empty")).isEmpty();
        assertThat(store.get("empty", 0, 5)).isEmpty();
        assertThat(store.tail("empty", 5)).isEmpty();
        assertThat(store.size("empty")).isZero();
        assertThat(store.list("", "", 5)).containsExactly(new StoredObject("empty", 0));
    }

    @Test
    void anObjectMayHave32MiB() throws IOException {
        byte[] big = new byte[32 << 20];
        new SplittableRandom(32).nextBytes(big);
        assertThat(store.putIfAbsent("big", big)).isTrue();
        assertThat(store.size("big")).isEqualTo(big.length);
        assertThat(store.get("big")).isEqualTo(big);
        assertThat(store.get("big", big.length - 5L, 100)).hasSize(5);
    }

    @Test
    void keepsNoArrayAndSharesNone() throws IOException {
        byte[] content = bytes("mine");
        store.put("k", content);
        content[0] = 'X';
        byte[] read = store.get("k");
        assertThat(read).isEqualTo(bytes("mine"));
        Objects.requireNonNull(read)[0] = 'Y';
        assertThat(store.get("k")).isEqualTo(bytes("mine"));
    }

    @Test
    void listsInTheOrderOfBytes() throws IOException {
        List<String> keys = List.of(
                "A", "Z/z", "a-b", "a-b-c/d", "a.b", "a/b", "a/b-c", "a/c/d/e", "a0", "a_b", "aa/b", "b", "c/10",
                "c/9");
        for (String key : keys.reversed()) {
            store.put(key, bytes(key));
        }
        assertThat(keys(store.list("", "", 100))).containsExactlyElementsOf(keys);
        assertThat(store.list("a/b-", "", 100)).containsExactly(new StoredObject("a/b-c", 5));
    }

    @Test
    void aPrefixMayEndAnywhere() throws IOException {
        put("c/web-1/log/1", "c/web-1/log/2", "c/web-1/logs", "c/web-10/log/1", "c/web-2/log/1");
        assertThat(keys(store.list("c/web-1", "", 9)))
                .containsExactly("c/web-1/log/1", "c/web-1/log/2", "c/web-1/logs", "c/web-10/log/1");
        assertThat(keys(store.list("c/web-1/", "", 9)))
                .containsExactly("c/web-1/log/1", "c/web-1/log/2", "c/web-1/logs");
        assertThat(keys(store.list("c/web-1/log", "", 9)))
                .containsExactly("c/web-1/log/1", "c/web-1/log/2", "c/web-1/logs");
        assertThat(keys(store.list("c/web-1/log/", "", 9))).containsExactly("c/web-1/log/1", "c/web-1/log/2");
        assertThat(keys(store.list("c/web-1/log/2", "", 9))).containsExactly("c/web-1/log/2");
        assertThat(store.list("d/", "", 9)).isEmpty();
        assertThat(store.list("c/web-1/log/1/", "", 9)).isEmpty();
    }

    @Test
    void pagesThroughAListing() throws IOException {
        put("a/1", "a/2", "a/b/1", "a/b/2", "a/c", "b/1");
        assertThat(keys(store.list("a/", "", 2))).containsExactly("a/1", "a/2");
        assertThat(keys(store.list("a/", "a/2", 2))).containsExactly("a/b/1", "a/b/2");
        assertThat(keys(store.list("a/", "a/b/2", 2))).containsExactly("a/c");
        assertThat(store.list("a/", "a/c", 2)).isEmpty();
        assertThat(store.list("a/", "", 0)).isEmpty();
        assertThat(keys(store.list("", "a/b", 9))).containsExactly("a/b/1", "a/b/2", "a/c", "b/1");
        assertThat(keys(store.list("a/", "A", 9))).hasSize(5);
        assertThat(store.list("a/", "b", 9)).isEmpty();
    }

    @Test
    void deletesInBatchesAndMindsNoMissingKey() throws IOException {
        put("a/1", "a/2", "a/3", "b");
        store.delete(List.of("a/1", "a/3", "a/9", "x/y/z", "b/c"));
        assertThat(keys(store.list("", "", 9))).containsExactly("a/2", "b");
        store.delete(List.of());
        store.delete(List.of("a"));
        assertThat(keys(store.list("", "", 9))).containsExactly("a/2", "b");
        store.delete(List.of("a/2", "b"));
        assertThat(store.list("", "", 9)).isEmpty();
        assertThat(store.putIfAbsent("a", bytes("a is no folder any more"))).isTrue();
    }

    @Test
    void creatorsAndDeletersInOneFolderDoNotDisturbEachOther() throws Exception {
        ObjectStore other = secondClient(store);
        List<Boolean> sound = race(racer -> {
            ObjectStore mine = racer % 2 == 0 ? store : other;
            for (int i = 0; i < 20; i++) {
                String key = "shared/deep/folder/" + racer + "-" + i;
                if (!mine.putIfAbsent(key, bytes(key)) || mine.size(key) != key.length()) {
                    return false;
                }
                mine.delete(List.of(key));
            }
            return true;
        });
        assertThat(sound).containsOnly(true);
        assertThat(store.list("", "", 9)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "", "/", "/a", "a/", "a//b", "..", "../a", "a/../b", "./a", ".tmp/x", "a/.b", "a b", "ä", "a\\b", "a\0b"
            })
    void refusesWhatIsNoKey(String key) {
        assertThatIllegalArgumentException().isThrownBy(() -> store.get(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.get(key, 0, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.tail(key, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.size(key));
        assertThatIllegalArgumentException().isThrownBy(() -> store.put(key, bytes("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> store.putIfAbsent(key, bytes("x")));
        assertThatIllegalArgumentException().isThrownBy(() -> store.delete(List.of("fine", key)));
    }

    @Test
    void aWrongKeyInABatchDeletesNothing() throws IOException {
        put("fine");
        assertThatIllegalArgumentException().isThrownBy(() -> store.delete(List.of("fine", "../x")));
        assertThat(store.size("fine")).isEqualTo(4);
    }

    @Test
    void refusesWrongPrefixesAndNumbers() throws IOException {
        put("k");
        for (String prefix : List.of("/", "../", "a//", ".tmp", "a b")) {
            assertThatIllegalArgumentException().isThrownBy(() -> store.list(prefix, "", 1));
        }
        assertThatIllegalArgumentException().isThrownBy(() -> store.list("", "", -1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.get("k", -1, 1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.get("k", 0, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> store.tail("k", -1));
    }

    private void put(String... keys) throws IOException {
        for (String key : keys) {
            store.put(key, bytes(key));
        }
    }

    private static List<String> keys(List<StoredObject> page) {
        return page.stream().map(StoredObject::key).toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(UTF_8);
    }

    private static byte[] filled(int size, int value) {
        byte[] content = new byte[size];
        Arrays.fill(content, (byte) value);
        return content;
    }

    private static boolean isUniform(byte @Nullable [] content, int size) {
        return content != null && content.length == size && Arrays.equals(content, filled(size, content[0]));
    }

    private static <T> List<T> race(Racer<T> racer) throws Exception {
        CyclicBarrier start = new CyclicBarrier(RACERS);
        List<Callable<T>> racers = new ArrayList<>();
        for (int i = 0; i < RACERS; i++) {
            int number = i;
            racers.add(() -> {
                start.await();
                return racer.run(number);
            });
        }
        List<T> results = new ArrayList<>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (Future<T> each : threads.invokeAll(racers)) {
                results.add(each.get());
            }
        }
        return results;
    }

    /** One of {@value #RACERS} at once. */
    private interface Racer<T> {
        T run(int number) throws Exception;
    }
}
