package io.farshore.fabric.boot;

import static io.farshore.fabric.xml.Xml.child;
import static io.farshore.fabric.xml.Xml.children;
import static io.farshore.fabric.xml.Xml.remove;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.w3c.dom.Element;

/**
 * Takes the old host out of serial ports, consoles and channels: files go to a given directory, one new file per old one; sockets, pipes and
 * devices become pseudo-terminals; channels get the socket that libvirt chooses.
 */
final class ConsoleRewrite {
    private static final List<String> CONSOLES = List.of("serial", "parallel", "console");
    private static final List<String> PORTABLE = List.of("pty", "file", "null", "vc", "stdio", "spicevmc", "spiceport");

    private final Path directory;
    private final String name;
    /** A serial port and its console name the same file, and must go on doing so. */
    private final Map<String, String> moved = new LinkedHashMap<>();

    private ConsoleRewrite(Path directory, String name) {
        this.directory = directory;
        this.name = name;
    }

    static void rewrite(Element devices, Path directory, String name) {
        var rewrite = new ConsoleRewrite(directory, name);
        CONSOLES.forEach(kind -> children(devices, kind).forEach(rewrite::console));
        children(devices, "channel").forEach(rewrite::channel);
    }

    private void console(Element console) {
        console.removeAttribute("tty");
        if (console.getAttribute("type").equals("file")) {
            children(console, "source").forEach(source -> move(source, "path"));
        } else {
            remove(console, "source", "protocol");
            if (!PORTABLE.contains(console.getAttribute("type"))) {
                console.setAttribute("type", "pty");
            }
        }
        log(console);
    }

    private void channel(Element channel) {
        if (channel.getAttribute("type").equals("unix")) {
            remove(channel, "source");
        }
        log(channel);
    }

    private void log(Element device) {
        var log = child(device, "log");
        if (log != null) {
            move(log, "file");
        }
    }

    private void move(Element holder, String attribute) {
        remove(holder, "seclabel");
        holder.setAttribute(attribute, moved.computeIfAbsent(holder.getAttribute(attribute), this::place));
    }

    private String place(String old) {
        return directory
                .resolve("%s-console%d.log".formatted(name, moved.size()))
                .toString();
    }
}
