package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;

/**
 * What was asked of whoever holds one machine. A request is committed, and then removed: answered twice, as after a crash in between, it changes
 * nothing. Does not wait for an answer.
 */
public final class Requests {
    private static final int PAGE = 1000;

    private final ObjectStore store;
    private final ReplicaKeys keys;

    public Requests(ObjectStore store, ReplicaKeys keys) {
        this.store = store;
        this.keys = keys;
    }

    /**
     * What came of a request that was found.
     *
     * @param committed whether it changed the state
     * @param refusal why it was not done, or empty
     */
    public record Answer(String key, boolean committed, String refusal) {}

    /** @param id of the request, the asker's own */
    public void ask(UUID id, Request request) throws IOException {
        CreateOnce.put(store, keys.request(id), request.toBytes());
    }

    /** Whether nobody has answered it yet. */
    public boolean isOpen(UUID id) throws IOException {
        return store.size(keys.request(id)) >= 0;
    }

    /** Takes it back; it may have been committed all the same. */
    public void withdraw(UUID id) throws IOException {
        store.delete(List.of(keys.request(id)));
    }

    /** Whether there is anything to answer. */
    public boolean isAny() throws IOException {
        return !store.list(keys.requests(), "", 1).isEmpty();
    }

    /** Commits what is asked, in the order of asking, and removes the requests. What cannot be is refused. */
    public List<Answer> answer(CatalogWriter writer) throws IOException {
        List<Answer> answers = new ArrayList<>();
        List<Found> found = new ArrayList<>();
        for (StoredObject object : store.list(keys.requests(), "", PAGE)) {
            byte[] bytes = store.get(object.key());
            if (bytes != null) {
                try {
                    found.add(new Found(object.key(), parse(object.key(), bytes, writer)));
                } catch (CorruptDataException | FormatTooNewException e) {
                    answers.add(refused(object.key(), e));
                }
            }
        }
        found.sort(Comparator.comparing((Found each) -> each.request.asked()).thenComparing(Found::key));
        for (Found each : found) {
            answers.add(commit(each, writer));
        }
        if (!answers.isEmpty()) {
            store.delete(answers.stream().map(Answer::key).toList());
        }
        return answers;
    }

    private record Found(String key, Request request) {}

    private static Request parse(String key, byte[] bytes, CatalogWriter writer)
            throws CorruptDataException, FormatTooNewException {
        Request request = Request.parse(key, bytes);
        if (!request.machineId().equals(writer.read().descriptor().machineId())) {
            throw new CorruptDataException(key, 0, "a request for this machine", "one for " + request.machineId());
        }
        return request;
    }

    private static Answer commit(Found each, CatalogWriter writer) throws IOException {
        CatalogEntry wanted = each.request.wanted();
        if (Request.isDone(wanted, writer.read())) {
            return new Answer(each.key, false, "");
        }
        try {
            writer.commit(List.of(wanted));
            return new Answer(each.key, true, "");
        } catch (IllegalArgumentException e) {
            return refused(each.key, e);
        }
    }

    private static Answer refused(String key, Exception why) {
        return new Answer(key, false, String.valueOf(why.getMessage()));
    }
}
