package io.farshore.dist.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.farshore.cli.Commands;
import io.farshore.dataplane.nbd.client.NbdClient;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.net.UnixDomainSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/**
 * Cache storage, a replica store and sockets of one machine {@code m} with a disk {@code vda}, below one short temporary folder, and the
 * children that work on them. What only reads the replica runs in this process: the same command, without a JVM for each point.
 */
final class Site implements AutoCloseable {
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Path root;
    private final List<FarshoreChild> children = new ArrayList<>();

    @Command(name = "farshore")
    private static final class Root {}

    private Site(Path root) {
        this.root = root;
    }

    static Site create() throws IOException {
        Path root = Files.createTempDirectory(Path.of("/tmp"), "fs-");
        Files.createDirectory(root.resolve("cache"));
        return new Site(root);
    }

    Path path(String name) {
        return root.resolve(name);
    }

    String store() {
        return "file://" + path("store");
    }

    /** Starts replication of a disk, SIZE or FILE, and waits until it is served. */
    FarshoreChild replicate(String disk) throws IOException, InterruptedException {
        String listen = path("s").toString();
        FarshoreChild child =
                start("replicate", "--machine", "m", "--disk", "vda=" + disk, "--listen", listen, "--cache", cache());
        child.await("disk", event -> true);
        return child;
    }

    /** Starts a processor, with options. */
    FarshoreChild process(String... options) throws IOException {
        List<String> arguments = new ArrayList<>(List.of("process", "--cache", cache(), "--store", store()));
        arguments.addAll(List.of(options));
        return start(arguments.toArray(String[]::new));
    }

    /** Applies everything that lies in cache storage. */
    void processOnce() throws IOException, InterruptedException {
        process("--once").awaitSuccess();
    }

    FarshoreChild start(String... arguments) throws IOException {
        FarshoreChild child = FarshoreChild.start(root, arguments);
        children.add(child);
        return child;
    }

    NbdClient connect() throws IOException {
        return NbdClient.connect(UnixDomainSocketAddress.of(path("s/vda.sock")), "vda");
    }

    /** The ids of all recovery points, oldest first. */
    List<String> points() throws IOException {
        List<String> ids = new ArrayList<>();
        for (JsonNode point : JSON.readTree(run("points", store(), "--all", "--json"))) {
            ids.add(point.path("id").asText());
        }
        return ids;
    }

    /** What the disk holds as of a recovery point. */
    byte[] restore(String point) throws IOException {
        Path out = path("restored.raw");
        run("restore", store(), "--machine", "m", "--point", point, "--out", out.toString(), "--overwrite", "--json");
        return Files.readAllBytes(out);
    }

    /** Runs a command here, which must end with 0, and returns what it printed. */
    String run(String... arguments) {
        CommandLine line = new CommandLine(new Root());
        Commands.all().forEach(line::addSubcommand);
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int exitCode =
                line.setOut(new PrintWriter(out)).setErr(new PrintWriter(err)).execute(arguments);
        assertThat(exitCode).as("%s: %s", String.join(" ", arguments), err).isZero();
        return out.toString();
    }

    /** Like {@code isEqualTo}, without printing megabytes. */
    static void assertSameBytes(byte[] found, byte[] expected) {
        assertThat(found).hasSameSizeAs(expected);
        assertThat(Arrays.mismatch(found, expected))
                .as("the first byte that differs")
                .isEqualTo(-1);
    }

    private String cache() {
        return "file://" + path("cache");
    }

    @Override
    public void close() throws IOException {
        children.forEach(FarshoreChild::close);
        try (Stream<Path> files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
