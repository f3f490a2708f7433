package io.farshore.fabric.boot;

import io.farshore.fabric.Domain;
import io.farshore.fabric.Hypervisor;
import io.farshore.fabric.HypervisorException;
import java.io.IOException;
import java.nio.file.Files;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;
import java.util.random.RandomGenerator;

/**
 * Boots machines from views. Either the guest runs, or nothing of the attempt is left and the exception says what failed. Does not serve the
 * views and does not fill the disks; that is {@link BootedMachine#hydrate}.
 */
public final class ViewBoot {
    private final Hypervisor hypervisor;
    private final InstantSource clock;
    private final RandomGenerator random;

    public ViewBoot(Hypervisor hypervisor, InstantSource clock, RandomGenerator random) {
        this.hypervisor = hypervisor;
        this.clock = clock;
        this.random = random;
    }

    /**
     * Makes overlays and domain, and runs the guest.
     *
     * @throws IllegalArgumentException when the plan does not fit: the domain or an overlay exists, a network or socket does not
     * @throws IOException when a step failed; what was made before it has been removed
     */
    public BootedMachine boot(BootPlan plan) throws IOException, InterruptedException {
        check(plan);
        var rewritten = DefinitionRewrite.rewrite(plan, uuid());
        var undo = new ArrayDeque<Undo>();
        try {
            for (var disk : plan.disks()) {
                Overlay.create(disk);
                undo.push(() -> Files.deleteIfExists(disk.overlay()));
            }
            var domain = hypervisor.define(rewritten.definition());
            undo.push(domain::undefine);
            undo.push(domain::destroy);
            return start(domain, plan);
        } catch (IOException | RuntimeException | InterruptedException e) {
            undoAll(undo, e);
            if (e instanceof IOException) {
                throw new HypervisorException(
                        "could not boot %s from its views, and removed what was made of it: %s"
                                .formatted(plan.name(), e.getMessage()),
                        e);
            }
            throw e;
        }
    }

    /**
     * Starts a machine again that {@link #boot} made and that went down before it was hydrated. Its overlays keep what the guest wrote; the
     * views must be those of its first boot.
     *
     * @throws IllegalArgumentException when the domain runs, or there is none
     */
    public BootedMachine bootAgain(BootPlan plan) throws IOException {
        var domain = hypervisor.domain(plan.name());
        if (domain.isRunning()) {
            throw new IllegalArgumentException("domain %s runs already".formatted(plan.name()));
        }
        checkSockets(plan);
        try {
            return start(domain, plan);
        } catch (IOException e) {
            domain.destroy();
            throw e;
        }
    }

    private void check(BootPlan plan) throws HypervisorException {
        if (hypervisor.domainNames().contains(plan.name())) {
            throw new IllegalArgumentException(
                    "there is already a domain %s at %s; choose another name".formatted(plan.name(), hypervisor.uri()));
        }
        var networks = hypervisor.networkNames();
        if (plan.network() != null && !networks.contains(plan.network())) {
            throw new IllegalArgumentException("there is no network %s at %s; there is %s"
                    .formatted(
                            plan.network(),
                            hypervisor.uri(),
                            networks.isEmpty() ? "none" : String.join(", ", networks)));
        }
        checkSockets(plan);
    }

    private static void checkSockets(BootPlan plan) {
        for (var disk : plan.disks()) {
            if (!Files.exists(disk.socket())) {
                throw new IllegalArgumentException("the view of disk %s of %s is not served: there is no socket %s"
                        .formatted(disk.target(), plan.name(), disk.socket()));
            }
        }
    }

    private BootedMachine start(Domain defined, BootPlan plan) throws IOException {
        var domain = hypervisor.startPaused(LiveDefinition.of(defined.definition()));
        var started = clock.instant();
        var views = new Views(domain);
        for (var disk : plan.disks()) {
            views.attach(disk);
        }
        domain.resume();
        return new BootedMachine(domain, plan.disks(), clock, new BootTimes(started, clock.instant(), null));
    }

    private UUID uuid() {
        long high = (random.nextLong() & 0xffffffffffff0fffL) | 0x4000L;
        long low = (random.nextLong() & 0x3fffffffffffffffL) | 0x8000000000000000L;
        return new UUID(high, low);
    }

    /** Takes back one step. */
    @FunctionalInterface
    private interface Undo {
        void run() throws IOException;
    }

    private static void undoAll(Deque<Undo> undo, Exception failure) {
        for (var step : undo) {
            try {
                step.run();
            } catch (IOException e) {
                failure.addSuppressed(e);
            }
        }
    }
}
