package io.farshore.cli;

import io.farshore.core.store.ObjectStore;
import java.io.IOException;
import picocli.CommandLine.Parameters;

/** The replica store that a command reads. */
final class ReplicaParameter {
    @Parameters(index = "0", paramLabel = "STORE", description = "The replica store's URL, or its folder.")
    @SuppressWarnings("NullAway.Init")
    private String url;

    ObjectStore open() throws IOException {
        return Stores.open(url);
    }
}
