package io.farshore.core.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.UnavailableException;
import io.farshore.core.store.FaultyObjectStore.Fault;
import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class FaultyObjectStoreTest {
    private final InMemoryObjectStore memory = new InMemoryObjectStore();
    private final FaultyObjectStore store = new FaultyObjectStore(memory, new SplittableRandom(1));

    @Test
    void failsBeforeOrAfterTheEffect() throws IOException {
        store.failNext(Fault.BEFORE, Fault.AFTER);
        assertThatThrownBy(() -> store.put("a", new byte[1])).isInstanceOf(UnavailableException.class);
        assertThatThrownBy(() -> store.put("b", new byte[1])).isInstanceOf(UnavailableException.class);
        assertThat(memory.size("a")).isEqualTo(-1);
        assertThat(memory.size("b")).isEqualTo(1);
        store.put("a", new byte[1]);
        assertThat(store.calls()).isEqualTo(3);
    }

    @Test
    void failsInTheMiddleOfADeletion() throws IOException {
        List<String> keys = new ArrayList<>();
        for (int i = 0; i < 40; i++) {
            keys.add("k" + i);
            memory.put("k" + i, new byte[1]);
        }
        store.failNext(Fault.MIDDLE);
        assertThatThrownBy(() -> store.delete(keys)).isInstanceOf(UnavailableException.class);
        assertThat(memory.list("", "", 99)).hasSizeBetween(5, 35);
    }

    @Test
    void aCrashStopsAllCallsUntilTheProcessIsStartedAgain() throws IOException {
        store.crashAfter(2);
        store.put("a", new byte[1]);
        store.get("a");
        assertThatThrownBy(() -> store.put("b", new byte[1])).isInstanceOf(CrashedError.class);
        assertThatThrownBy(() -> store.put("c", new byte[1])).isInstanceOf(CrashedError.class);
        assertThat(memory.size("c")).isEqualTo(-1);
        store.reset();
        store.put("c", new byte[1]);
    }

    @Test
    void theCallThatCrashesHasItsEffectSometimes() throws IOException {
        Set<Long> sizes = new HashSet<>();
        for (int i = 0; i < 30; i++) {
            String key = "k" + i;
            store.crashAfter(0);
            assertThatThrownBy(() -> store.put(key, new byte[1])).isInstanceOf(CrashedError.class);
            sizes.add(memory.size(key));
        }
        assertThat(sizes).containsExactlyInAnyOrder(-1L, 1L);
    }

    @Seeded(count = 5)
    void theSameSeedFailsTheSameCalls(long seed) {
        assertThat(failures(seed)).isEqualTo(failures(seed)).isNotEqualTo(failures(seed + 1));
    }

    private static List<Boolean> failures(long seed) {
        FaultyObjectStore faulty = new FaultyObjectStore(new InMemoryObjectStore(), new SplittableRandom(seed));
        faulty.failRandomly(0.5);
        List<Boolean> failed = new ArrayList<>();
        for (int i = 0; i < 64; i++) {
            try {
                faulty.size("k");
                failed.add(false);
            } catch (IOException e) {
                failed.add(true);
            }
        }
        return failed;
    }

    @Test
    void damagesObjects() throws IOException {
        memory.put("a", new byte[10]);
        memory.put("b", new byte[] {7});
        store.damage("a");
        int bits = 0;
        for (byte each : Objects.requireNonNull(memory.get("a"))) {
            bits += Integer.bitCount(each & 0xff);
        }
        assertThat(bits).isEqualTo(1);
        store.truncate("a", 4);
        assertThat(memory.size("a")).isEqualTo(4);
        store.swap("a", "b");
        assertThat(memory.get("a")).isEqualTo(new byte[] {7});
        assertThat(memory.size("b")).isEqualTo(4);
        store.remove("a");
        assertThat(memory.size("a")).isEqualTo(-1);
    }

    @Test
    void aHookRunsBeforeEveryCall() throws IOException {
        List<String> seen = new ArrayList<>();
        store.before((task, key) -> seen.add(task + " " + key));
        store.putIfAbsent("a", new byte[1]);
        store.tail("a", 1);
        store.list("x", "", 1);
        store.delete(List.of("a", "b"));
        assertThat(seen).containsExactly("create a", "read a", "list x", "delete a b");
    }
}
