package io.farshore.core.store;

import static io.farshore.core.store.CreateOnce.Outcome.CREATED;
import static io.farshore.core.store.CreateOnce.Outcome.TAKEN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.store.FaultyObjectStore.Fault;
import java.io.IOException;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

final class CreateOnceTest {
    private static final byte[] OURS = {1, 2, 3, 4};
    private static final byte[] THEIRS = {1, 2, 9, 4, 5};

    private final InMemoryObjectStore memory = new InMemoryObjectStore();
    private final FaultyObjectStore store = new FaultyObjectStore(memory, new SplittableRandom(1));

    @Test
    void createsAnObject() throws IOException {
        assertThat(CreateOnce.put(store, "k", OURS)).isEqualTo(CREATED);
        assertThat(memory.get("k")).isEqualTo(OURS);
    }

    @Test
    void anothersObjectStays() throws IOException {
        memory.put("k", THEIRS);
        assertThat(CreateOnce.put(store, "k", OURS)).isEqualTo(TAKEN);
        assertThat(memory.get("k")).isEqualTo(THEIRS);
    }

    @Test
    void aLostAnswerIsSettledByReadingBack() throws IOException {
        store.failNext(Fault.AFTER);
        assertThat(CreateOnce.put(store, "k", OURS)).isEqualTo(CREATED);
        store.failNext(Fault.AFTER);
        assertThat(CreateOnce.put(store, "k", THEIRS)).isEqualTo(TAKEN);
    }

    @Test
    void callingAgainAfterARestartFindsOurObject() throws IOException {
        CreateOnce.put(store, "k", OURS);
        assertThat(CreateOnce.put(store, "k", OURS)).isEqualTo(CREATED);
    }

    @Test
    void whenNothingIsReadBackTheFailureStandsAndCallingAgainIsSafe() throws IOException {
        store.failNext(Fault.BEFORE);
        assertThatThrownBy(() -> CreateOnce.put(store, "k", OURS)).isInstanceOf(UnavailableException.class);
        store.failNext(Fault.AFTER, Fault.BEFORE);
        assertThatThrownBy(() -> CreateOnce.put(store, "k", OURS))
                .isInstanceOf(UnavailableException.class)
                .satisfies(failure -> assertThat(failure.getSuppressed()).hasSize(1));
        assertThat(CreateOnce.put(store, "k", OURS)).isEqualTo(CREATED);
    }

    @Test
    void theSameContentMayBeCreatedByAnyNumberOfWriters() throws IOException {
        CreateOnce.putSame(store, "k", OURS);
        CreateOnce.putSame(store, "k", OURS);
        store.failNext(Fault.AFTER);
        CreateOnce.putSame(store, "k", OURS);
        assertThat(memory.get("k")).isEqualTo(OURS);
    }

    @Test
    void otherContentWhereTheSameWasDueIsDamage() throws IOException {
        memory.put("k", THEIRS);
        assertThatThrownBy(() -> CreateOnce.putSame(store, "k", OURS))
                .isInstanceOf(CorruptDataException.class)
                .hasMessageContainingAll("k in faulty memory:", "at byte 2", "5 bytes");
    }
}
