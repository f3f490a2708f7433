package io.farshore.cli;

import io.farshore.core.crypto.Encryption;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.restore.Restore;
import io.farshore.dataplane.restore.Restore.Restored;
import io.farshore.dataplane.view.MachineView;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "restore",
        description = "Write a machine's disks as of a recovery point to sparse raw files.",
        footer = {
            "",
            "One disk (--disk, or a machine that has one) goes to the file OUT, or into OUT when that is a folder;",
            "several go to OUT/NAME.raw. A file is complete when it has its name: until then it ends in .partial.",
        })
final class RestoreCommand implements Callable<Integer> {
    @Mixin
    @SuppressWarnings("NullAway.Init")
    private OutputOptions printing;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private ReplicaParameter replica;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private PointOptions point;

    @Option(names = "--disk", paramLabel = "NAME", description = "Only this disk. Default: all.")
    private @Nullable String disk;

    @Option(names = "--out", required = true, paramLabel = "FILE|DIR", description = "Where to.")
    @SuppressWarnings("NullAway.Init")
    private Path out;

    @Option(names = "--overwrite", description = "Replace files that exist.")
    private boolean overwrite;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException {
        Output output = printing.output();
        Encryption encryption = keys.encryption();
        try (ObjectStore store = replica.open();
                MachineView view = point.open(store, encryption)) {
            output.printLine("%s: recovery point %s".formatted(point.machine(), PointOptions.describe(view.point())));
            Restore restore = new Restore(overwrite, printing.progress()::restored);
            for (Restored each : restore(restore, view)) {
                output.print(
                        "%s: %s restored to %s, %s, %s of it data"
                                .formatted(
                                        point.machine(),
                                        each.disk(),
                                        each.file(),
                                        Sizes.format(each.size()),
                                        Sizes.format(each.dataBytes())),
                        Output.event("restored")
                                .put("machine", point.machine())
                                .put("disk", each.disk())
                                .put("file", each.file().toString())
                                .put("size", each.size())
                                .put("dataBytes", each.dataBytes())
                                .put("point", view.point().id())
                                .put("time", view.point().time().toString()));
            }
            return 0;
        }
    }

    private List<Restored> restore(Restore restore, MachineView view) throws IOException {
        String only = disk == null && view.disks().size() == 1
                ? view.disks().keySet().iterator().next()
                : disk;
        if (only == null) {
            return restore.toFolder(view.disks(), out);
        }
        Path file = Files.isDirectory(out) ? out.resolve(only + ".raw") : out;
        return List.of(restore.toFile(only, view.disk(only), file));
    }
}
