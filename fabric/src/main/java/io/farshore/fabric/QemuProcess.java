package io.farshore.fabric;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The QEMU process of a running domain, and the user it runs as: who must be able to open our sockets. Found by the machine's uuid on its
 * command line, not by libvirt's pid file, whose number means nothing outside libvirt's pid namespace.
 */
public record QemuProcess(long pid, int uid, int gid) {
    static @Nullable QemuProcess find(String uuid) throws IOException {
        try (var entries = Files.newDirectoryStream(Path.of("/proc"), "[0-9]*")) {
            for (var process : entries) {
                if (isQemuOf(process, uuid)) {
                    return read(process);
                }
            }
        }
        return null;
    }

    private static boolean isQemuOf(Path process, String uuid) {
        var arguments = arguments(process);
        int at = arguments.indexOf("-uuid");
        return at >= 0 && at + 1 < arguments.size() && arguments.get(at + 1).equals(uuid);
    }

    /** The command line; empty for a process that went away meanwhile. */
    private static List<String> arguments(Path process) {
        try {
            var text = new String(Files.readAllBytes(process.resolve("cmdline")), StandardCharsets.ISO_8859_1);
            return Arrays.asList(text.split("\0", -1));
        } catch (IOException e) {
            return List.of();
        }
    }

    private static QemuProcess read(Path process) throws IOException {
        return new QemuProcess(
                Long.parseLong(process.getFileName().toString()),
                (Integer) Files.getAttribute(process, "unix:uid"),
                (Integer) Files.getAttribute(process, "unix:gid"));
    }
}
