package io.farshore.cli;

import io.farshore.dataplane.replicate.ReplicatedDisk;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads {@code --disk NAME=SIZE} (a sink) and {@code --disk NAME=FILE} (a splitter). */
final class DiskOption {
    private DiskOption() {}

    static ReplicatedDisk parse(String text) {
        int equals = text.indexOf('=');
        if (equals < 1 || equals == text.length() - 1) {
            throw new IllegalArgumentException(
                    "--disk %s is not NAME=SIZE (a sink, such as vda=20G) or NAME=FILE (a splitter)".formatted(text));
        }
        String name = text.substring(0, equals);
        String rest = text.substring(equals + 1);
        Long size = Sizes.parse(rest);
        if (size != null) {
            return ReplicatedDisk.sink(name, size);
        }
        Path file = Path.of(rest);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    "--disk %s: '%s' is neither a size (such as 20G) nor a file that exists".formatted(text, rest));
        }
        return ReplicatedDisk.splitter(name, file);
    }
}
