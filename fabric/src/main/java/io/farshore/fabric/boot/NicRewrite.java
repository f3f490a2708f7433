package io.farshore.fabric.boot;

import static io.farshore.fabric.xml.Xml.children;
import static io.farshore.fabric.xml.Xml.remove;

import io.farshore.fabric.xml.Xml;
import org.jspecify.annotations.Nullable;
import org.w3c.dom.Element;

/** Puts all interfaces of a definition into one libvirt network, or takes them out. Keeps model, order, boot order and filter. */
final class NicRewrite {
    private NicRewrite() {}

    static void rewrite(Element devices, @Nullable String network, boolean keepMacAddresses) {
        if (network == null) {
            remove(devices, "interface");
            return;
        }
        for (var nic : children(devices, "interface")) {
            if (nic.getAttribute("type").equals("hostdev")) {
                remove(nic, "driver");
            }
            remove(nic, "source", "target", "virtualport", "backend", "script", "vlan", "portForward", "ip", "route");
            nic.setAttribute("type", "network");
            nic.removeAttribute("managed");
            nic.removeAttribute("trustGuestRxFilters");
            Xml.append(nic, "source").setAttribute("network", network);
            if (!keepMacAddresses) {
                remove(nic, "mac");
            }
        }
    }
}
