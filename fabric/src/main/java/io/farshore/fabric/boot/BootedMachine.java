package io.farshore.fabric.boot;

import io.farshore.fabric.Domain;
import java.io.IOException;
import java.time.InstantSource;
import java.util.List;

/** A machine that runs on overlays over views. Does not serve the views, and does not watch the guest. */
public final class BootedMachine {
    private final Domain domain;
    private final List<ViewDisk> disks;
    private final InstantSource clock;
    private volatile BootTimes times;

    BootedMachine(Domain domain, List<ViewDisk> disks, InstantSource clock, BootTimes times) {
        this.domain = domain;
        this.disks = List.copyOf(disks);
        this.clock = clock;
        this.times = times;
    }

    /**
     * Takes up a machine that runs already, after a restart of this program. Its times before now are not known and are given as now.
     *
     * @throws IllegalArgumentException when a disk is not the domain's
     */
    public static BootedMachine adopt(Domain running, List<ViewDisk> disks, InstantSource clock) throws IOException {
        var description = running.describe();
        disks.forEach(disk -> description.disk(disk.target()));
        var now = clock.instant();
        return new BootedMachine(running, disks, clock, new BootTimes(now, now, null));
    }

    public Domain domain() {
        return domain;
    }

    public List<ViewDisk> disks() {
        return disks;
    }

    public BootTimes times() {
        return times;
    }

    /**
     * Starts filling the disks from their views, or goes on with it: disks that are local already are left alone, and jobs that run already
     * are joined. To be called again after a failure.
     *
     * @param bytesPerSecond limit per disk, 0 without limit
     */
    public Hydration hydrate(long bytesPerSecond) throws IOException {
        return Hydration.start(domain, disks, bytesPerSecond, this::hydrated);
    }

    private void hydrated() {
        var known = times;
        times = new BootTimes(known.started(), known.resumed(), clock.instant());
    }
}
