package io.farshore.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.dataplane.control.ControlClient;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "mark",
        description = "Mark a recovery point, with a name, in the machine that is replicated from a folder.")
final class MarkCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Option(
            names = "--listen",
            required = true,
            paramLabel = "DIR",
            description = "The folder that farshore replicate listens in.")
    @SuppressWarnings("NullAway.Init")
    private Path listen;

    @Option(names = "--name", paramLabel = "TEXT", description = "The recovery point's name.")
    private @Nullable String name;

    @Option(
            names = "--initial-replication-complete",
            description = "Instead of a mark: everything that the mirrored disks hold has been copied into the sinks;"
                    + " there are recovery points from here on.")
    private boolean complete;

    @Override
    public Integer call() throws IOException {
        if (complete == (name != null)) {
            throw new IllegalArgumentException("say either --name TEXT or --initial-replication-complete");
        }
        Output output = printing.output();
        if (name == null) {
            ControlClient.send(listen, ControlClient.request("initialReplicationComplete"));
            output.print("initial replication is complete", Output.event("initialReplicationComplete"));
            return 0;
        }
        ObjectNode request = ControlClient.request("mark").put("name", name);
        JsonNode mark = ControlClient.send(listen, request);
        ObjectNode answer = ((ObjectNode) mark).without("ok");
        output.print(
                "recovery point %s at %s"
                        .formatted(
                                answer.path("id").asText(), answer.path("time").asText()),
                answer);
        return 0;
    }
}
