package io.farshore.dataplane.compact;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.catalog.Catalog;
import io.farshore.core.catalog.CatalogEntry;
import io.farshore.core.catalog.CatalogWriter;
import io.farshore.core.catalog.LastSegment;
import io.farshore.core.catalog.RecoveryPoint;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.log.GenerationClaim;
import io.farshore.core.log.Position;
import io.farshore.core.retention.RetentionPolicy;
import io.farshore.core.store.CreateOnce;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.compact.SimulatedMachine.Item;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** Holds the machine for one epoch: applies its log, compacts, and does what operators want. Not to be used after an exception. */
final class SimulatedProcessor {
    private static final List<RetentionPolicy> POLICIES = List.of(
            new RetentionPolicy(Duration.ZERO, Duration.ZERO),
            new RetentionPolicy(Duration.ofMinutes(30), Duration.ofMinutes(10)),
            new RetentionPolicy(Duration.ofHours(5), Duration.ofHours(1)),
            new RetentionPolicy(Duration.ofDays(3), Duration.ofMinutes(5)),
            RetentionPolicy.DEFAULT);

    private final ObjectStore store;
    private final SimulatedMachine machine;
    private final Oracle oracle;
    private final RandomGenerator random;
    private final CatalogWriter writer;
    private final MachineCompactor compactor;
    private @Nullable Proposal proposal;
    private boolean compacting;
    private @Nullable IOException failedBeside;

    SimulatedProcessor(
            ObjectStore store,
            SimulatedMachine machine,
            Oracle oracle,
            RandomGenerator random,
            CatalogWriter writer,
            MachineCompactor compactor) {
        this.store = store;
        this.machine = machine;
        this.oracle = oracle;
        this.random = random;
        this.writer = writer;
        this.compactor = compactor;
    }

    /** Something of what a processor does. */
    void act() throws IOException {
        switch (random.nextInt(12)) {
            case 0, 1, 2, 3 -> apply(random.nextInt(1, 5));
            case 4 -> {
                if (random.nextInt(4) == 0) {
                    changeRetention(POLICIES.get(random.nextInt(POLICIES.size())));
                }
            }
            case 5 -> hold();
            default -> compact();
        }
    }

    /** Called before each store call: while compaction works, processing goes on. */
    void beside() {
        if (compacting && failedBeside == null && random.nextInt(30) == 0) {
            compacting = false;
            try {
                apply(1);
            } catch (IOException e) {
                failedBeside = e;
            } finally {
                compacting = true;
            }
        }
    }

    /** Applies what comes next of the log. */
    void apply(int most) throws IOException {
        List<CatalogEntry> entries = new ArrayList<>();
        for (Item item :
                machine.after(place(writer.read())).stream().limit(most).toList()) {
            switch (item) {
                case Item.Began(var claim) -> entries.add(new CatalogEntry.GenerationAccepted(claim));
                case Item.Ended(var segment, var bytes) -> {
                    CreateOnce.putSame(store, writer.keys().segment(segment.id()), bytes);
                    entries.add(new CatalogEntry.SegmentAccepted(segment));
                }
            }
        }
        if (!entries.isEmpty()) {
            commit(entries);
        }
    }

    /** Up to which item of the log everything has been applied. */
    static Position place(Catalog catalog) {
        LastSegment last = catalog.newest();
        if (last != null) {
            return new Position(last.id().generation(), last.id().number());
        }
        GenerationClaim generation = catalog.newestGeneration();
        return new Position(generation == null ? 0 : generation.generation(), 0);
    }

    /** Makes the next proposal, or commits the one that was made. Returns false when there is nothing to do. */
    boolean compact() throws IOException {
        Proposal made = proposal;
        if (made != null) {
            proposal = null;
            commit(made.entries(writer.nextVersion(), writer.highestFloor()));
            return true;
        }
        proposal = propose();
        return proposal != null;
    }

    private @Nullable Proposal propose() throws IOException {
        Proposal made = null;
        compacting = true;
        try {
            made = compactor.next(writer.read());
        } catch (CorruptDataException e) {
            assertThat(oracle.newestClaim())
                    .as("only one that was overtaken finds objects missing, but: %s", e)
                    .isGreaterThan(writer.epoch());
        } catch (UnavailableException e) {
            // It is tried again later; processing goes on.
        } finally {
            compacting = false;
        }
        IOException failure = failedBeside;
        if (failure != null) {
            throw failure;
        }
        return made;
    }

    void changeRetention(RetentionPolicy policy) throws IOException {
        proposal = null;
        commit(List.of(new CatalogEntry.RetentionChanged(policy)));
    }

    /** Compacts until there is nothing to do. */
    void compactAll() throws IOException {
        for (int steps = 0; compact(); steps++) {
            if (steps > 2000) {
                throw new AssertionError("compaction finds no end");
            }
        }
    }

    private void hold() throws IOException {
        Catalog catalog = writer.read();
        List<RecoveryPoint> points = catalog.points();
        if (!points.isEmpty() && random.nextInt(3) == 0) {
            proposal = null;
            Position point = points.get(random.nextInt(points.size())).position();
            commit(List.of(new CatalogEntry.Hold(point, true)));
        } else if (!catalog.holds().isEmpty() && random.nextBoolean()) {
            proposal = null;
            commit(List.of(new CatalogEntry.Hold(catalog.holds().iterator().next(), false)));
        }
    }

    private void commit(List<CatalogEntry> entries) throws IOException {
        boolean wasOvertaken = oracle.newestClaim() > writer.epoch();
        writer.commit(entries);
        oracle.acknowledged(writer.read().version(), wasOvertaken);
    }
}
