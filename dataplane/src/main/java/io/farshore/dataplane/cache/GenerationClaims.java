package io.farshore.dataplane.cache;

import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.Encryption;
import io.farshore.core.crypto.KeyProvider;
import io.farshore.core.crypto.MachineKeyStore;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.log.CacheKeys;
import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.GenerationClaim.Base;
import io.farshore.core.log.GenerationEnd;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import io.farshore.core.store.ObjectStore.StoredObject;
import java.io.IOException;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Takes the next generation of a machine in cache storage: whoever captured it before is fenced. Does not capture. */
public final class GenerationClaims {
    private static final int TRIES = 8;
    private static final int PAGE = 1000;

    private final ObjectStore cache;
    private final CacheKeys keys;
    private final InstantSource clock;
    private final Supplier<UUID> ids;
    private final Encryption encryption;

    public GenerationClaims(ObjectStore cache, CacheKeys keys, InstantSource clock, Supplier<UUID> ids) {
        this(cache, keys, clock, ids, Encryption.NONE);
    }

    /** @param encryption with a key provider, new generations are encrypted */
    public GenerationClaims(
            ObjectStore cache, CacheKeys keys, InstantSource clock, Supplier<UUID> ids, Encryption encryption) {
        this.cache = cache;
        this.keys = keys;
        this.clock = clock;
        this.ids = ids;
        this.encryption = encryption;
    }

    /**
     * Claims the generation after the newest. When disks were added, removed or have grown, it starts empty: everything is copied again.
     *
     * @param continues nothing can have been written since the generation before ended, if it ended cleanly
     * @throws IllegalArgumentException when a disk is smaller than before
     * @throws KeyMissingException when the machine is encrypted, and its keys are not at hand
     */
    public Claimed claim(List<DiskSpec> disks, String definition, boolean continues) throws IOException {
        DataKey key = dataKey();
        MachineKeys held = key == null ? MachineKeys.NONE : MachineKeys.of(List.of(key));
        GenerationClaim claim = claim(disks, definition, continues, key, held);
        return new Claimed(claim, held);
    }

    /**
     * A generation that was claimed, and the key that its segments are encrypted with.
     *
     * @param keys none when it is not encrypted
     */
    public record Claimed(GenerationClaim claim, MachineKeys keys) {}

    /** The key to encrypt with, safe in cache storage; null when nothing is to be encrypted. */
    private @Nullable DataKey dataKey() throws IOException {
        KeyProvider provider = encryption.provider();
        return provider == null
                ? null
                : new MachineKeyStore(cache, keys.dataKeys(), keys.machine()).obtain(provider, encryption.random());
    }

    private GenerationClaim claim(
            List<DiskSpec> disks, String definition, boolean continues, @Nullable DataKey dataKey, MachineKeys held)
            throws IOException {
        for (int i = 0; i < TRIES; i++) {
            GenerationClaim last = newest();
            refuseOpen(last, dataKey);
            GenerationClaim open = next(last, disks, definition, continues);
            GenerationClaim claim = dataKey == null ? open : open.encrypted(dataKey.id(), held);
            String key = keys.claim(claim.generation());
            if (CreateOnce.put(cache, key, claim.toBytes()) == CreateOnce.Outcome.CREATED) {
                return claim;
            }
        }
        throw new IllegalArgumentException(
                "machine %s is being claimed by others again and again: is it replicated twice?"
                        .formatted(keys.machine()));
    }

    /** An encrypted machine does not become one in the open by an option that was forgotten. */
    private void refuseOpen(@Nullable GenerationClaim last, @Nullable DataKey dataKey) throws KeyMissingException {
        if (dataKey == null && last != null && last.isEncrypted()) {
            throw new KeyMissingException(
                    "data key " + last.keyId(),
                    "a new generation of %s, which is encrypted".formatted(keys.machine()),
                    "give the machine's key file (--key-file); to replicate it without encryption, use another machine name");
        }
    }

    /** The newest claim, or null when the machine is new to this cache storage. */
    public @Nullable GenerationClaim newest() throws IOException {
        int newest = 0;
        String after = "";
        while (true) {
            List<StoredObject> page = cache.list(keys.generations(), after, PAGE);
            for (StoredObject object : page) {
                Integer generation = keys.claimedGeneration(object.key());
                newest = generation == null ? newest : Math.max(newest, generation);
            }
            if (page.size() < PAGE) {
                return newest == 0 ? null : read(newest);
            }
            after = page.getLast().key();
        }
    }

    /** The claim of this generation, or null when there is none. */
    public @Nullable GenerationClaim read(int generation) throws IOException {
        byte[] bytes = cache.get(keys.claim(generation));
        return bytes == null ? null : GenerationClaim.parse(keys.claim(generation), bytes);
    }

    /** How this generation ended, or null when it did not end in an orderly way. */
    public @Nullable GenerationEnd end(int generation) throws IOException {
        byte[] bytes = cache.get(keys.end(generation));
        return bytes == null ? null : GenerationEnd.parse(keys.end(generation), bytes);
    }

    private GenerationClaim next(
            @Nullable GenerationClaim last, List<DiskSpec> disks, String definition, boolean continues)
            throws IOException {
        if (last != null) {
            checkSizes(last, disks);
        }
        boolean previous = continues && last != null && last.disks().equals(disks) && endedConsistent(last);
        return new GenerationClaim(
                last != null ? last.machineId() : ids.get(),
                keys.machine(),
                last != null ? last.generation() + 1 : 1,
                ids.get(),
                clock.instant().truncatedTo(ChronoUnit.MICROS),
                previous ? Base.PREVIOUS : Base.EMPTY,
                disks,
                definition);
    }

    private boolean endedConsistent(GenerationClaim last) throws IOException {
        GenerationEnd end = end(last.generation());
        return end != null && end.consistent();
    }

    private void checkSizes(GenerationClaim last, List<DiskSpec> disks) {
        for (DiskSpec disk : disks) {
            for (DiskSpec before : last.disks()) {
                if (before.name().equals(disk.name()) && before.size() > disk.size()) {
                    throw new IllegalArgumentException(
                            "disk %s of machine %s has %d bytes, but its replica has %d: a disk may grow, not shrink; give its size, or another machine name"
                                    .formatted(disk.name(), keys.machine(), disk.size(), before.size()));
                }
            }
        }
    }
}
