package io.farshore.cli;

import io.farshore.dataplane.control.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "detach",
        description = "End the capture of a domain: everything captured is shipped, the guest runs on.",
        footer = {"", "Returns when the attached command has taken the request; that one ends when all is shipped."})
final class DetachCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Option(names = "--domain", required = true, paramLabel = "NAME", description = "The libvirt domain.")
    @SuppressWarnings("NullAway.Init")
    private String domain;

    @Option(
            names = "--listen",
            paramLabel = "DIR",
            description = "Where the sockets are. Default: /run/farshore/<domain>.")
    private @Nullable Path listen;

    @Override
    public Integer call() throws IOException {
        ControlClient.send(MobilityFolders.of(listen, domain), ControlClient.request("stop"));
        printing.output()
                .print(domain + ": detaching", Output.event("detaching").put("domain", domain));
        return 0;
    }
}
