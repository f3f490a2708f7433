package io.farshore.fabric.mirror;

import io.farshore.fabric.xml.Xml;
import java.util.ArrayList;
import java.util.List;

/** Finds the names that libvirt gave to the block nodes of running mirrors' targets. Of the connections among them {@code query-yank} knows. */
final class MirrorNodes {
    private MirrorNodes() {}

    static List<String> of(String liveXml) {
        var names = new ArrayList<String>();
        var devices = Xml.need(Xml.parse(liveXml), "devices");
        for (var disk : Xml.children(devices, "disk")) {
            var index = Xml.value(disk, "mirror", "source", "@index");
            if (index != null) {
                names.add("libvirt-" + index + "-storage");
            }
        }
        return List.copyOf(names);
    }
}
