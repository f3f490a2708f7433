package io.farshore.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the Mobility service keeps its sockets. */
final class MobilityFolders {
    private static final Path RUN = Path.of("/run/farshore");

    private MobilityFolders() {}

    /** The folder that was chosen, or that of the domain. */
    static Path of(@Nullable Path chosen, String domain) {
        if (domain.isBlank() || domain.contains("/") || domain.startsWith(".")) {
            throw new IllegalArgumentException(
                    "'%s' is no name for a domain: give one that virsh list --all shows".formatted(domain));
        }
        return chosen != null ? chosen : RUN.resolve(domain);
    }
}
