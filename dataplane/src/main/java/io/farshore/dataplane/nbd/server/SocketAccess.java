package io.farshore.dataplane.nbd.server;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFileAttributeView;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.nio.file.attribute.UserPrincipalLookupService;
import java.nio.file.attribute.UserPrincipalNotFoundException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Who may connect to a unix socket: connecting needs the write permission of the file.
 *
 * @param owner a user name, or null to leave the file ours
 * @param group a group name, or null to leave it ours
 */
public record SocketAccess(
        Set<PosixFilePermission> mode,
        @Nullable String owner,
        @Nullable String group) {
    public SocketAccess {
        mode = Set.copyOf(mode);
    }

    /** Mode 0600, ours. */
    public static SocketAccess ownerOnly() {
        return of("rw-------");
    }

    /** @param mode such as {@code rw-rw----} */
    public static SocketAccess of(String mode) {
        return new SocketAccess(PosixFilePermissions.fromString(mode), null, null);
    }

    /** The same mode, given to another user and group (as QEMU under libvirt runs as a user of its own). */
    public SocketAccess ownedBy(String newOwner, String newGroup) {
        return new SocketAccess(mode, newOwner, newGroup);
    }

    void apply(Path socket) throws IOException {
        PosixFileAttributeView view = Files.getFileAttributeView(socket, PosixFileAttributeView.class);
        view.setPermissions(mode);
        try {
            give(view, socket.getFileSystem().getUserPrincipalLookupService());
        } catch (UserPrincipalNotFoundException unknown) {
            throw new IOException("user %s or group %s does not exist on this host".formatted(owner, group), unknown);
        }
    }

    private void give(PosixFileAttributeView view, UserPrincipalLookupService principals) throws IOException {
        if (group != null) {
            view.setGroup(principals.lookupPrincipalByGroupName(group));
        }
        if (owner != null) {
            view.setOwner(principals.lookupPrincipalByName(owner));
        }
    }
}
