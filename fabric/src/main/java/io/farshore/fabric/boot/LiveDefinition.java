package io.farshore.fabric.boot;

import static io.farshore.fabric.xml.Xml.children;
import static io.farshore.fabric.xml.Xml.need;
import static io.farshore.fabric.xml.Xml.remove;

import io.farshore.fabric.xml.Xml;

/** The definition that a machine is started with while its overlays need their views: the stored one, with disks that have no backing yet. */
final class LiveDefinition {
    private LiveDefinition() {}

    /** Says of each disk that it has no backing, so that libvirt does not follow the overlay's header to the view. */
    static String of(String definition) {
        var domain = Xml.parse(definition);
        for (var disk : children(need(domain, "devices"), "disk")) {
            remove(disk, "backingStore");
            Xml.append(disk, "backingStore");
        }
        return Xml.write(domain);
    }
}
