package io.farshore.testbed.program;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A busybox that runs without libraries, for a guest that has none. The package {@code busybox} has one that does not. */
public record StaticBusybox() implements Requirement {
    private static final int HEADERS = 4096;

    @Override
    public String name() {
        return "busybox (static)";
    }

    @Override
    public String debianPackage() {
        return "busybox-static";
    }

    @Override
    public boolean isPresent() {
        return find() != null;
    }

    /** Where it is, or null when this machine has none. */
    public static @Nullable Path find() {
        Path busybox = Program.find("busybox");
        return busybox == null || needsLoader(busybox) ? null : busybox;
    }

    private static boolean needsLoader(Path program) {
        try (InputStream in = Files.newInputStream(program)) {
            return new String(in.readNBytes(HEADERS), StandardCharsets.ISO_8859_1).contains("/ld-linux");
        } catch (IOException e) {
            return true;
        }
    }
}
