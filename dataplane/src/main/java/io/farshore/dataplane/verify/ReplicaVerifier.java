package io.farshore.dataplane.verify;

import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.catalog.ReplicaKeys;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Verifies the machines of a replica store, while processors may go on writing it. Does not own the store and does not retry. Something
 * written by a newer program ends the verification, as it can be neither vouched for nor called damaged.
 */
public final class ReplicaVerifier {
    private static final int AHEAD = 8;
    /** Versions that are verified in turn, when each is overtaken by a sweep. */
    private static final int MOST_TRIES = 3;

    private final ObjectStore store;
    private final Encryption encryption;
    private final VerifyProgress progress;

    /** For machines that are not encrypted. */
    public ReplicaVerifier(ObjectStore store, VerifyProgress progress) {
        this(store, Encryption.NONE, progress);
    }

    /** @param encryption opens the keys of encrypted machines */
    public ReplicaVerifier(ObjectStore store, Encryption encryption, VerifyProgress progress) {
        this.encryption = encryption;
        this.store = store;
        this.progress = progress;
    }

    /** @throws IllegalArgumentException when the store holds no machine */
    public VerifyReport verifyAll() throws IOException {
        List<String> machines = CatalogReader.machines(store);
        if (machines.isEmpty()) {
            throw new IllegalArgumentException(
                    "%s holds no replica: is it a replica store, and has farshore process run?".formatted(store));
        }
        return verify(machines);
    }

    /** @throws IllegalArgumentException when the store does not hold the machine; the message says which it holds */
    public VerifyReport verify(String machine) throws IOException {
        List<String> machines = CatalogReader.machines(store);
        if (!machines.contains(machine)) {
            CatalogReader.open(store, machine);
        }
        return verify(List.of(machine));
    }

    private VerifyReport verify(List<String> machines) throws IOException {
        List<MachineReport> reports = new ArrayList<>();
        try (ExecutorService threads = Executors.newThreadPerTaskExecutor(
                Thread.ofVirtual().name("verify ", 0).factory())) {
            for (String machine : machines) {
                reports.add(verify(machine, new InOrder(threads, AHEAD)));
            }
        }
        return new VerifyReport(reports);
    }

    private MachineReport verify(String machine, InOrder inOrder) throws IOException {
        MachineKeys keys = encryption.keys(store, new ReplicaKeys(machine).dataKeys(), machine);
        MachineVerification verification = new MachineVerification(store, machine, keys, inOrder, progress);
        MachineReport report = verification.run();
        for (int more = MOST_TRIES - 1; more > 0 && verification.wasOvertaken(); more--) {
            verification = new MachineVerification(store, machine, keys, inOrder, progress);
            report = verification.run();
        }
        return report;
    }
}
