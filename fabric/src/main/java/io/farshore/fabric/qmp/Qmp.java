package io.farshore.fabric.qmp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Commands to one machine's QEMU. Does not wait for jobs and receives no events. */
public final class Qmp {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final String machine;
    private final Monitor monitor;

    /**
     * Speaks through this monitor.
     *
     * @param machine the machine's name, for error messages
     */
    public Qmp(String machine, Monitor monitor) {
        this.machine = machine;
        this.monitor = monitor;
    }

    public JsonNode execute(String command) throws IOException {
        return execute(command, Map.of());
    }

    /**
     * Sends one command and waits for its answer.
     *
     * @return what QEMU returned, an empty object where there is nothing to return
     * @throws QmpException when QEMU refused the command
     */
    public JsonNode execute(String command, Map<String, ?> arguments) throws IOException {
        var request = JSON.createObjectNode().put("execute", command);
        if (!arguments.isEmpty()) {
            request.set("arguments", JSON.valueToTree(arguments));
        }
        var answer = JSON.readTree(monitor.send(JSON.writeValueAsString(request)));
        var error = answer.get("error");
        if (error != null) {
            throw new QmpException(
                    machine,
                    command,
                    error.path("class").asText(),
                    error.path("desc").asText());
        }
        return answer.path("return");
    }

    /** The disks as the guest's devices see them: the top node of each. */
    public List<AttachedNode> attachedNodes() throws IOException {
        var found = new ArrayList<AttachedNode>();
        for (var device : execute("query-block")) {
            if (device.has("inserted")) {
                found.add(AttachedNode.of(device));
            }
        }
        return found;
    }

    public boolean hasNode(String node) throws IOException {
        for (var known : execute("query-named-block-nodes", Map.of("flat", true))) {
            if (known.path("node-name").asText().equals(node)) {
                return true;
            }
        }
        return false;
    }

    public List<BlockJobStatus> blockJobs() throws IOException {
        var found = new ArrayList<BlockJobStatus>();
        execute("query-block-jobs").forEach(job -> found.add(BlockJobStatus.of(job)));
        return found;
    }

    /**
     * Changes the speed limit of a running block job.
     *
     * @param bytesPerSecond 0 means without limit
     */
    public void limitJob(String job, long bytesPerSecond) throws IOException {
        execute("block-job-set-speed", Map.of("device", job, "speed", bytesPerSecond));
    }

    /** The block nodes whose connection can be cut by {@link #yank}. */
    public List<String> yankableNodes() throws IOException {
        var found = new ArrayList<String>();
        for (var instance : execute("query-yank")) {
            if (instance.path("type").asText().equals("block-node")) {
                found.add(instance.path("node-name").asText());
            }
        }
        return found;
    }

    /** Cuts the connections of these nodes at once: what waits on them fails, and the guest is free. Names that QEMU does not know are left out. */
    public void yank(List<String> nodes) throws IOException {
        var known = yankableNodes();
        var instances = nodes.stream()
                .filter(known::contains)
                .map(node -> Map.of("type", "block-node", "node-name", node))
                .toList();
        if (!instances.isEmpty()) {
            execute("yank", Map.of("instances", instances));
        }
    }
}
