package io.farshore.fabric.boot;

import java.nio.file.Path;

/**
 * One disk of a machine that boots from a view.
 *
 * @param target the disk's name in the definition, such as vda
 * @param overlay the qcow2 file that takes the guest's writes and becomes the disk
 * @param socket the unix socket on which the view is served
 * @param exportName the view's NBD export
 * @param sizeBytes of the view
 */
public record ViewDisk(String target, Path overlay, Path socket, String exportName, long sizeBytes) {
    public ViewDisk {
        if (sizeBytes <= 0) {
            throw new IllegalArgumentException("the view of disk %s has no size: %d".formatted(target, sizeBytes));
        }
        overlay = overlay.toAbsolutePath();
        socket = socket.toAbsolutePath();
    }

    /** The name of the view's block node in QEMU. */
    String viewNode() {
        return "farshore-view-" + target;
    }

    /** The id of the disk's hydration job in QEMU. */
    String job() {
        return "farshore-hydrate-" + target;
    }
}
