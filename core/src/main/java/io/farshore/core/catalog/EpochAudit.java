package io.farshore.core.catalog;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableSet;
import java.util.TreeSet;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Checks the claims and forks of a machine's epochs, and says which epoch wrote which version. Does not read versions. */
final class EpochAudit {
    private static final int PAGE = 1000;
    private static final int MOST_MISSING = 4096;

    private final ObjectStore store;
    private final ReplicaKeys keys;
    private final UUID machineId;
    private final AuditFindings findings;
    private final long floor;
    private final Map<Integer, CatalogPointer> forks = new HashMap<>();
    private final NavigableSet<Integer> forked = new TreeSet<>();

    /** @param floor below which versions may be missing */
    EpochAudit(ObjectStore store, ReplicaKeys keys, UUID machineId, AuditFindings findings, long floor) {
        this.floor = floor;
        this.store = store;
        this.keys = keys;
        this.machineId = machineId;
        this.findings = findings;
    }

    /** A version that counts. */
    record Step(int epoch, long version) {}

    /** The fork of each epoch, where it can be read. */
    Map<Integer, CatalogPointer> forks() {
        return forks;
    }

    /** Checks the epochs; returns the versions that count, oldest first, also those that are missing, but for those that may. */
    List<Step> run() throws IOException {
        NavigableSet<Integer> claimed = new TreeSet<>();
        for (String key : list(keys.epochs())) {
            String name = key.substring(keys.epochs().length());
            boolean isFork = name.endsWith(ReplicaKeys.FORK);
            int epoch = number(isFork ? name.substring(0, name.length() - ReplicaKeys.FORK.length()) : name);
            if (epoch < 1) {
                findings.noted(key, "is no part of a catalog");
            } else {
                (isFork ? forked : claimed).add(epoch);
            }
        }
        checkClaims(claimed);
        readForks(claimed);
        int newest = Math.max(claimed.isEmpty() ? 0 : claimed.last(), forked.isEmpty() ? 0 : forked.last());
        return lineage(newest);
    }

    private void checkClaims(NavigableSet<Integer> claimed) throws IOException {
        for (int epoch : claimed) {
            String key = keys.epoch(epoch);
            byte[] bytes = get(key);
            try {
                if (bytes != null) {
                    check(key, EpochClaim.parse(key, bytes), epoch);
                }
            } catch (CorruptDataException e) {
                findings.damaged(e);
            }
            if (epoch > 1 && !claimed.contains(epoch - 1)) {
                missing(keys.epoch(epoch - 1), "the claim of an epoch");
            }
        }
        for (int epoch : forked) {
            if (!claimed.contains(epoch)) {
                missing(keys.epoch(epoch), "the claim of an epoch");
            }
        }
    }

    private void check(String key, EpochClaim claim, int epoch) throws CorruptDataException {
        if (claim.epoch() != epoch || !claim.machineId().equals(machineId)) {
            throw new CorruptDataException(
                    key,
                    0,
                    "the claim of epoch %d of machine %s".formatted(epoch, machineId),
                    "that of epoch %d of machine %s".formatted(claim.epoch(), claim.machineId()));
        }
    }

    private void readForks(NavigableSet<Integer> claimed) throws IOException {
        for (int epoch : forked) {
            String key = keys.fork(epoch);
            byte[] bytes = get(key);
            try {
                if (bytes != null) {
                    CatalogPointer fork = CatalogPointer.parse(key, bytes, machineId);
                    if (fork.epoch() >= epoch) {
                        throw new CorruptDataException(
                                key, 0, "a version of an earlier epoch", "epoch " + fork.epoch());
                    }
                    forks.put(epoch, fork);
                }
            } catch (CorruptDataException e) {
                findings.damaged(e);
            }
        }
        for (int epoch : claimed) {
            boolean isNewest = epoch == claimed.last() && (forked.isEmpty() || forked.last() <= epoch);
            if (!forked.contains(epoch)
                    && (!isNewest || !list(keys.versions(epoch)).isEmpty())) {
                missing(keys.fork(epoch), "where an epoch starts");
            }
        }
    }

    private List<Step> lineage(int newest) throws IOException {
        List<Step> newestFirst = new ArrayList<>();
        long upper = -1;
        for (int epoch = newest; epoch > 0 && upper != 0; epoch--) {
            List<Long> there = versions(epoch);
            long last = there.isEmpty() ? 0 : there.getLast();
            CatalogPointer fork = forks.get(epoch);
            if (fork == null && there.isEmpty() && upper < 0) {
                continue;
            }
            long guess = there.isEmpty() ? Math.max(upper, 0) : there.getFirst() - 1;
            long lower = fork != null ? fork.version() : guess;
            long end = upper >= 0 ? upper : Math.max(last, lower);
            addVersions(newestFirst, epoch, there, lower, end);
            noteVoid(epoch, there, lower, end);
            upper = Math.min(lower, end);
        }
        return newestFirst.reversed();
    }

    private void addVersions(List<Step> newestFirst, int epoch, List<Long> there, long lower, long end) {
        long from = Math.max(Math.max(lower + 1, floor), end - MOST_MISSING - there.size() + 1);
        for (long version = end; version >= from; version--) {
            newestFirst.add(new Step(epoch, version));
        }
        for (long version : there.reversed()) {
            if (version < from && version <= end && version > lower) {
                newestFirst.add(new Step(epoch, version));
            }
        }
    }

    private void noteVoid(int epoch, List<Long> there, long lower, long end) {
        for (long version : there) {
            if (version > end || version <= lower) {
                findings.noted(
                        keys.version(epoch, version), "was written by a processor that had been overtaken: void");
            }
        }
    }

    private List<Long> versions(int epoch) throws IOException {
        List<Long> versions = new ArrayList<>();
        for (String key : list(keys.versions(epoch))) {
            try {
                versions.add(Long.parseLong(key.substring(keys.versions(epoch).length()), 16));
            } catch (NumberFormatException e) {
                findings.noted(key, "is no part of a catalog");
            }
        }
        return versions;
    }

    private static int number(String name) {
        try {
            return Integer.parseInt(name, 16);
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    private byte @Nullable [] get(String key) throws IOException {
        byte[] bytes = store.get(key);
        if (bytes != null) {
            findings.read(key, bytes.length);
        }
        return bytes;
    }

    private void missing(String key, String what) {
        findings.damaged(new CorruptDataException(key, 0, what, "no such object"));
    }

    private List<String> list(String prefix) throws IOException {
        List<String> all = new ArrayList<>();
        String after = "";
        while (true) {
            List<StoredObject> page = store.list(prefix, after, PAGE);
            page.forEach(object -> all.add(object.key()));
            if (page.size() < PAGE) {
                return all;
            }
            after = page.getLast().key();
        }
    }
}
