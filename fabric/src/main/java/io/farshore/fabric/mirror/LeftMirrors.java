package io.farshore.fabric.mirror;

import io.farshore.fabric.Domain;
import io.farshore.fabric.HypervisorException;
import io.farshore.fabric.xml.Xml;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.SocketChannel;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Block jobs that a domain has before it is mirrored. A mirror whose sink was killed goes on until the guest writes to it, and keeps
 * the next one from starting; anybody else's job is left alone.
 */
public final class LeftMirrors {
    private static final long END_NANOS = TimeUnit.SECONDS.toNanos(10);
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private final Domain domain;

    private LeftMirrors(Domain domain) {
        this.domain = domain;
    }

    /**
     * Ends the mirrors of these disks that nobody serves a sink for.
     *
     * @throws IllegalArgumentException when a disk has another block job; nothing was ended then that works
     */
    public static void end(Domain domain, List<String> disks) throws IOException {
        var left = new LeftMirrors(domain);
        for (var disk : disks) {
            if (domain.blockJob(disk) != null) {
                left.end(disk);
            }
        }
    }

    private void end(String disk) throws IOException {
        var socket = sink(disk);
        if (socket == null || isServed(socket)) {
            throw new IllegalArgumentException(
                    "disk %s of domain %s has a block job already%s: end that first (farshore mobility detach, or virsh blockjob %s %s --abort)"
                            .formatted(
                                    disk,
                                    domain.name(),
                                    socket == null ? "" : ", a mirror to " + socket,
                                    domain.name(),
                                    disk));
        }
        try {
            domain.abortBlockJob(disk);
        } catch (HypervisorException e) {
            if (domain.blockJob(disk) != null) {
                throw e;
            }
        }
        awaitEnd(disk);
    }

    private void awaitEnd(String disk) throws HypervisorException {
        long end = System.nanoTime() + END_NANOS;
        while (domain.blockJob(disk) != null) {
            if (System.nanoTime() > end) {
                throw new HypervisorException("the mirror of disk %s of domain %s, whose sink is gone, does not end"
                        .formatted(disk, domain.name()));
            }
            LockSupport.parkNanos(this, LOOK_NANOS);
        }
    }

    /** The unix socket that the disk is mirrored to; null when it is not, or to something else. */
    private @Nullable String sink(String disk) throws HypervisorException {
        var devices = Xml.need(Xml.parse(domain.xml()), "devices");
        for (var element : Xml.children(devices, "disk")) {
            if (disk.equals(Xml.value(element, "target", "@dev"))) {
                return Xml.value(element, "mirror", "source", "host", "@socket");
            }
        }
        return null;
    }

    private static boolean isServed(String socket) {
        try (var channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
