package io.farshore.core.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.farshore.core.catalog.CatalogEntry.Hold;
import io.farshore.core.catalog.CatalogEntry.RetentionChanged;
import io.farshore.core.format.Damage;
import io.farshore.core.format.Golden;
import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.store.InMemoryObjectStore;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final RetentionChanged WEEK =
            new RetentionChanged(new RetentionPolicy(Duration.ofDays(7), Duration.ofHours(1)));
    private static final RetentionChanged MONTH =
            new RetentionChanged(new RetentionPolicy(Duration.ofDays(30), Duration.ofHours(1)));
    private static final Hold HOLD = new Hold(new Position(1, 10), true);

    private final InMemoryObjectStore store = new InMemoryObjectStore();
    private final Requests requests = new Requests(store, new ReplicaKeys("web-1"));
    private CatalogWriter writer = claim(1);

    private CatalogWriter claim(long owner) {
        try {
            return CatalogWriter.claim(store, "web-1", Examples.MACHINE, new UUID(7, owner), 0, Examples.TIME);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void commitTwoPoints() throws IOException {
        writer.commit(List.of(Examples.start(), Examples.entry(1), Examples.entry(2)));
    }

    @Test
    void whatIsAskedIsCommittedAndTheRequestIsGone() throws IOException {
        UUID id = ask(1, 0, HOLD);
        ask(2, 1, WEEK);

        assertThat(requests.isAny()).isTrue();
        assertThat(requests.answer(writer))
                .extracting(Requests.Answer::committed)
                .containsExactly(true, true);

        assertThat(writer.read().holds()).containsExactly(new Position(1, 10));
        assertThat(writer.read().retention()).isEqualTo(WEEK.retention());
        assertThat(requests.isOpen(id)).isFalse();
        assertThat(requests.isAny()).isFalse();
    }

    @Test
    void aRequestThatWasCommittedBeforeACrashIsOnlyRemoved() throws IOException {
        ask(1, 0, HOLD);
        writer.commit(List.of(HOLD));
        writer = claim(2);
        long version = writer.nextVersion();

        assertThat(requests.answer(writer))
                .extracting(Requests.Answer::committed)
                .containsExactly(false);

        assertThat(writer.nextVersion()).isEqualTo(version);
        assertThat(requests.isAny()).isFalse();
    }

    @Test
    void ofTwoTheOneThatWasAskedLaterCounts() throws IOException {
        ask(1, 5, WEEK);
        ask(2, 3, MONTH);

        requests.answer(writer);

        assertThat(writer.read().retention()).isEqualTo(WEEK.retention());
    }

    @Test
    void whatCannotBeIsRefusedAndTheWriterGoesOn() throws IOException {
        ask(1, 0, new Hold(new Position(1, 11), true));
        ask(2, 1, WEEK);

        List<Requests.Answer> answers = requests.answer(writer);

        assertThat(answers.getFirst().refusal()).contains("1.11 held, which is no recovery point");
        assertThat(answers.getLast().committed()).isTrue();
        assertThat(requests.isAny()).isFalse();
    }

    @Test
    void aDamagedOneOrAnothersIsRefused() throws IOException {
        byte[] bytes = new Request(new UUID(9, 9), Examples.TIME, WEEK).toBytes();
        store.put(new ReplicaKeys("web-1").request(new UUID(0, 1)), bytes);
        byte[] damaged = bytes.clone();
        damaged[30] ^= 1;
        store.put(new ReplicaKeys("web-1").request(new UUID(0, 2)), damaged);

        assertThat(requests.answer(writer))
                .hasSize(2)
                .allSatisfy(answer -> assertThat(answer.refusal()).isNotEmpty());

        assertThat(writer.read().retention()).isEqualTo(RetentionPolicy.DEFAULT);
        assertThat(requests.isAny()).isFalse();
    }

    @Test
    void nothingElseCanBeAskedFor() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new Request(Examples.MACHINE, Examples.TIME, Examples.start()));
    }

    @Test
    void goldenFilesAreReadAndWrittenAsEver() throws IOException {
        Request request = new Request(Examples.MACHINE, Examples.TIME, HOLD);
        assertThat(Request.parse("it", Golden.sameBytes("request", request.toBytes())))
                .isEqualTo(request);
        Pin pin = new Pin(Examples.MACHINE, 300, Examples.TIME, "farshore restore, process 12");
        assertThat(Pin.parse("it", Golden.sameBytes("pin", pin.toBytes()))).isEqualTo(pin);
        Damage.isFoundEverywhere(request.toBytes(), bytes -> Request.parse("it", bytes));
    }

    private UUID ask(long id, long second, CatalogEntry wanted) throws IOException {
        UUID request = new UUID(5, id);
        requests.ask(request, new Request(Examples.MACHINE, Examples.TIME.plusSeconds(second), wanted));
        return request;
    }
}
