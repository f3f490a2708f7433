package io.farshore.fabric.boot;

import io.farshore.fabric.Domain;
import io.farshore.fabric.HypervisorException;
import io.farshore.fabric.qmp.BlockJobStatus;
import io.farshore.fabric.qmp.QmpException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Fills the overlays of one running machine, one stream job of QEMU per disk, and takes each view away when its disk is full.
 *
 * <p>QEMU's events do not come through libvirt, so the jobs are looked at twice a second. The jobs dismiss themselves when they end, and
 * what they reached is read from the disk: QEMU 7.2 crashes when its block nodes are listed (as libvirt does for statistics) beside a stream
 * job that has ended and was not dismissed.
 */
public final class Hydration implements AutoCloseable {
    private static final long LOOK_MILLIS = 500;

    private final Domain domain;
    private final Views views;
    private final List<ViewDisk> disks;
    private final Runnable whenHydrated;
    private final CountDownLatch closed = new CountDownLatch(1);
    private final CountDownLatch over = new CountDownLatch(1);
    private volatile List<HydrationProgress> progress = List.of();
    private volatile @Nullable IOException failure;

    private Hydration(Domain domain, List<ViewDisk> disks, Runnable whenHydrated) {
        this.domain = domain;
        this.views = new Views(domain);
        this.disks = disks;
        this.whenHydrated = whenHydrated;
    }

    static Hydration start(Domain domain, List<ViewDisk> disks, long bytesPerSecond, Runnable whenHydrated)
            throws IOException {
        var hydration = new Hydration(domain, disks, whenHydrated);
        var jobs = domain.qmp().blockJobs();
        for (var disk : disks) {
            var overlay = hydration.views.overlayNode(disk);
            if (jobs.stream().noneMatch(job -> job.id().equals(disk.job())) && overlay.backed()) {
                domain.qmp()
                        .execute(
                                "block-stream",
                                Map.of("device", overlay.node(), "job-id", disk.job(), "speed", bytesPerSecond));
            }
        }
        Thread.ofPlatform().daemon().name("hydrate " + domain.name()).start(hydration::watch);
        return hydration;
    }

    /** As of the last look; empty before the first. */
    public List<HydrationProgress> progress() {
        return progress;
    }

    /**
     * Changes the speed of the jobs that run.
     *
     * @param bytesPerSecond per disk, 0 without limit
     */
    public void limit(long bytesPerSecond) throws IOException {
        for (var job : domain.qmp().blockJobs()) {
            if (disks.stream().anyMatch(disk -> disk.job().equals(job.id()))) {
                limit(job.id(), bytesPerSecond);
            }
        }
    }

    private void limit(String job, long bytesPerSecond) throws IOException {
        try {
            domain.qmp().limitJob(job, bytesPerSecond);
        } catch (QmpException e) {
            if (domain.qmp().blockJobs().stream()
                    .anyMatch(running -> running.id().equals(job))) {
                throw e;
            }
        }
    }

    /**
     * Waits until all disks are plain local disks and the views are not needed any more.
     *
     * @throws IOException when hydration failed; the guest keeps what it wrote, and {@link BootedMachine#hydrate} goes on where this ended
     */
    public void await(Duration limit) throws IOException, InterruptedException, TimeoutException {
        if (!over.await(limit.toMillis(), TimeUnit.MILLISECONDS)) {
            throw new TimeoutException("hydration of %s is at %s after %s".formatted(domain.name(), progress, limit));
        }
        var failed = failure;
        if (failed != null) {
            throw new HypervisorException(
                    "hydration of %s stopped: %s".formatted(domain.name(), failed.getMessage()), failed);
        }
    }

    /** Whether it ended, well or not; {@link #await} tells. */
    public boolean isOver() {
        return over.getCount() == 0;
    }

    /** Stops looking; QEMU's jobs run on, and {@link BootedMachine#hydrate} joins them. */
    @Override
    public void close() {
        closed.countDown();
    }

    private void watch() {
        try {
            boolean done = look();
            while (!done && !closed.await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                done = look();
            }
            if (done) {
                whenHydrated.run();
            } else {
                failure = new HypervisorException("its observation was closed");
            }
        } catch (IOException e) {
            failure = e;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            failure = new HypervisorException("its observation was interrupted", e);
        } finally {
            over.countDown();
        }
    }

    /** Whether all disks are hydrated. */
    private boolean look() throws IOException {
        var jobs = domain.qmp().blockJobs();
        var now = new ArrayList<HydrationProgress>();
        for (var disk : disks) {
            now.add(look(disk, jobs));
        }
        progress = List.copyOf(now);
        return now.stream().allMatch(HydrationProgress::hydrated);
    }

    private HydrationProgress look(ViewDisk disk, List<BlockJobStatus> jobs) throws IOException {
        for (var job : jobs) {
            if (job.id().equals(disk.job())) {
                return new HydrationProgress(disk.target(), job.doneBytes(), job.totalBytes(), false);
            }
        }
        if (views.overlayNode(disk).backed()) {
            throw new HypervisorException(
                    "the job of disk %s ended before the disk was full; is its view at %s served? Hydrate again to go on"
                            .formatted(disk.target(), disk.socket()));
        }
        views.detach(disk);
        return new HydrationProgress(disk.target(), disk.sizeBytes(), disk.sizeBytes(), true);
    }
}
