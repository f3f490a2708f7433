package io.farshore.cli;

import io.farshore.core.crypto.Encryption;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.inspect.Description;
import io.farshore.dataplane.inspect.ObjectInspector;
import io.farshore.dataplane.inspect.StoreInspector;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "inspect",
        description =
                "Describe a store, or one object: a segment, an index run, a data object, a claim, a version of a catalog.",
        footer = {"", "STORE is a store's URL or folder, OBJECT a file in one."})
final class InspectCommand implements Callable<Integer> {
    private static final String FILE_URL = "file://";

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Parameters(index = "0", paramLabel = "STORE|OBJECT", description = "What to describe.")
    @SuppressWarnings("NullAway.Init")
    private String what;

    @Option(names = "--machine", paramLabel = "NAME", description = "Only this machine of a store. Default: all.")
    private @Nullable String machine;

    @Option(
            names = "--entries",
            paramLabel = "N",
            defaultValue = "20",
            description = "Show at most so many entries of a segment or a run. Default: ${DEFAULT-VALUE}.")
    private int entries;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException {
        if (entries < 0) {
            throw new IllegalArgumentException("--entries %d is no count: say 0 or more".formatted(entries));
        }
        PrintWriter out = printing.out();
        Description description = describe();
        out.println(
                printing.isJson()
                        ? description.json().toPrettyString()
                        : description.text().stripTrailing());
        return 0;
    }

    /** A folder may be given by a relative path, as a file may. */
    private String url(Path path) {
        if (what.isBlank() || what.contains(":")) {
            return what;
        }
        if (!Files.exists(path)) {
            throw new IllegalArgumentException(
                    "there is no store and no object at %s: is its path right?".formatted(path.toAbsolutePath()));
        }
        return path.toAbsolutePath().toString();
    }

    /** An object of a store of files lies beside the keys of its machine: in {@code ROOT/machines/NAME} or {@code ROOT/cache/NAME}. */
    private MachineKeys machineKeys(Path object) throws IOException {
        Encryption encryption = keys.encryption();
        Path absolute = object.toAbsolutePath().normalize();
        for (Path folder = absolute; encryption.isOn() && folder.getParent() != null; folder = folder.getParent()) {
            Path above = folder.getParent();
            Path root = above.getParent();
            boolean isMachine = above.endsWith("machines") || above.endsWith("cache");
            if (root != null && isMachine && Files.isDirectory(folder.resolve("key"))) {
                String machine = folder.getFileName().toString();
                try (ObjectStore store = Stores.open(root.toString())) {
                    return encryption.keys(store, above.getFileName() + "/" + machine + "/key/", machine);
                }
            }
        }
        return MachineKeys.NONE;
    }

    private Description describe() throws IOException {
        Path path = Path.of(what.startsWith(FILE_URL) ? what.substring(FILE_URL.length()) : what);
        if (Files.isRegularFile(path)) {
            if (machine != null) {
                throw new IllegalArgumentException(
                        "--machine says which machine of a store is meant, but %s is one object: leave it out"
                                .formatted(what));
            }
            return new ObjectInspector(entries, machineKeys(path)).file(path);
        }
        keys.encryption();
        try (ObjectStore store = Stores.open(url(path))) {
            StoreInspector inspector = new StoreInspector(store);
            return machine == null ? inspector.describe() : inspector.describe(machine);
        }
    }
}
