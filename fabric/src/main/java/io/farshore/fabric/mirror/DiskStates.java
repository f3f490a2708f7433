package io.farshore.fabric.mirror;

import io.farshore.fabric.BlockJob;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/** What is known of each disk's job, with the events that each piece of news makes. Does not ask libvirt. Not safe for many threads. */
final class DiskStates {
    private final Map<String, MirrorProgress> disks = new LinkedHashMap<>();
    private boolean toldAllReady;

    /** @param sizes of the disks by name */
    DiskStates(Map<String, Long> sizes) {
        sizes.forEach((name, size) -> disks.put(name, new MirrorProgress(name, DiskState.COPYING, 0, size)));
    }

    boolean knows(String disk) {
        return disks.containsKey(disk);
    }

    List<MirrorProgress> all() {
        return List.copyOf(disks.values());
    }

    boolean every(Predicate<DiskState> holds) {
        return disks.values().stream().map(MirrorProgress::state).allMatch(holds);
    }

    List<String> running() {
        return disks.values().stream()
                .filter(disk -> !disk.state().hasEnded())
                .map(MirrorProgress::disk)
                .toList();
    }

    /** A job counts what it copies, not the disk's holes, and at first nothing at all. */
    void progress(String disk, BlockJob job) {
        var now = get(disk);
        if (now.state() == DiskState.COPYING && job.totalBytes() > 1) {
            long missing = job.totalBytes() - job.doneBytes();
            set(disk, now.state(), Math.max(0, now.totalBytes() - missing));
        }
    }

    List<MirrorEvent> ready(String disk) {
        if (get(disk).state() != DiskState.COPYING) {
            return List.of();
        }
        set(disk, DiskState.READY, get(disk).totalBytes());
        var events = new ArrayList<MirrorEvent>();
        events.add(new MirrorEvent.DiskReady(disk));
        if (!toldAllReady && every(state -> state == DiskState.READY)) {
            toldAllReady = true;
            events.add(new MirrorEvent.AllReady());
        }
        return events;
    }

    List<MirrorEvent> failed(String disk, String reason) {
        return end(disk, DiskState.FAILED, new MirrorEvent.DiskFailed(disk, reason));
    }

    List<MirrorEvent> cancelled(String disk) {
        return end(disk, DiskState.CANCELLED, new MirrorEvent.DiskCancelled(disk));
    }

    List<MirrorEvent> stopped() {
        running().forEach(disk -> set(disk, DiskState.STOPPED));
        return List.of(new MirrorEvent.DomainStopped());
    }

    private List<MirrorEvent> end(String disk, DiskState state, MirrorEvent event) {
        if (get(disk).state().hasEnded()) {
            return List.of();
        }
        set(disk, state);
        return List.of(event);
    }

    private void set(String disk, DiskState state) {
        set(disk, state, get(disk).doneBytes());
    }

    private void set(String disk, DiskState state, long doneBytes) {
        disks.put(disk, new MirrorProgress(disk, state, doneBytes, get(disk).totalBytes()));
    }

    private MirrorProgress get(String disk) {
        var found = disks.get(disk);
        if (found == null) {
            throw new IllegalStateException("no mirror of disk " + disk);
        }
        return found;
    }
}
