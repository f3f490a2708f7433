package io.farshore.dataplane.replicate;

import io.farshore.core.log.Names;
import io.farshore.dataplane.capture.CaptureSettings;
import io.farshore.dataplane.control.ControlServer;
import io.farshore.dataplane.nbd.server.SocketAccess;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/**
 * What is to be replicated, and how.
 *
 * @param listen the folder for the sockets; made when it does not exist
 * @param definition how to define the machine on a host; empty when not known
 * @param awaitsMirror the sinks hold nothing yet of the disks that they mirror
 * @param access who may connect to the disks' sockets
 */
public record ReplicationPlan(
        String machine,
        List<ReplicatedDisk> disks,
        Path listen,
        String definition,
        boolean awaitsMirror,
        SocketAccess access,
        CaptureSettings settings) {
    /** The longest path that a unix socket can have. */
    private static final int LONGEST_SOCKET = 107;

    public ReplicationPlan {
        Names.check("machine", machine);
        disks = List.copyOf(disks);
        checkLength(listen.toAbsolutePath().resolve(ControlServer.SOCKET));
        for (ReplicatedDisk disk : disks) {
            Path socket = socket(listen, disk.name());
            if (socket.endsWith(ControlServer.SOCKET)) {
                throw new IllegalArgumentException("a disk cannot be called %s: %s is the socket for farshore mark"
                        .formatted(disk.name(), ControlServer.SOCKET));
            }
        }
    }

    private static Path checkLength(Path socket) {
        if (socket.toString().getBytes(StandardCharsets.UTF_8).length > LONGEST_SOCKET) {
            throw new IllegalArgumentException(
                    "the socket %s has a longer path than the %d bytes that unix sockets can have: choose a shorter folder"
                            .formatted(socket, LONGEST_SOCKET));
        }
        return socket;
    }

    /**
     * Where the disk is served.
     *
     * @throws IllegalArgumentException when that is a longer path than sockets can have
     */
    public static Path socket(Path listen, String disk) {
        return checkLength(listen.toAbsolutePath().resolve(disk + ".sock"));
    }
}
