package io.farshore.fabric.mirror;

import io.farshore.fabric.xml.Xml;
import java.nio.file.Path;
import org.w3c.dom.Element;

/**
 * Where the writes of one disk go: an NBD export on a unix socket, of exactly the disk's size, which QEMU's user must be able to open.
 *
 * @param disk target name, such as vda
 */
public record MirrorTarget(String disk, Path socket, String exportName) {
    /** libvirt's element for the copy's destination. */
    String destination() {
        Element disk = Xml.parse("<disk type='network' device='disk'/>");
        var driver = Xml.append(disk, "driver");
        driver.setAttribute("name", "qemu");
        driver.setAttribute("type", "raw");
        var source = Xml.append(disk, "source");
        source.setAttribute("protocol", "nbd");
        source.setAttribute("name", exportName);
        var host = Xml.append(source, "host");
        host.setAttribute("transport", "unix");
        host.setAttribute("socket", socket.toAbsolutePath().toString());
        return Xml.write(disk);
    }
}
