package io.farshore.cli;

import io.farshore.core.catalog.CatalogReader;
import io.farshore.core.failure.UnavailableException;
import io.farshore.core.store.ObjectStore;
import io.farshore.dataplane.restore.ImageFormat;
import io.farshore.dataplane.restore.Restore;
import io.farshore.dataplane.restore.RestoreOrigin;
import io.farshore.dataplane.restore.RestorePlan;
import io.farshore.dataplane.restore.RestoreSettings;
import io.farshore.dataplane.restore.RestoreTargets;
import io.farshore.dataplane.restore.Restored;
import io.farshore.dataplane.view.MachineView;
import java.io.IOException;
import java.io.InterruptedIOException;
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
        description =
                "Write a machine's disks as of a recovery point to sparse raw files, or to files of another format.",
        footer = {
            "",
            "One disk (--disk, or a machine that has one) goes to the file OUT, or into OUT when that is a folder;",
            "several go to OUT/NAME.raw. A file is complete when it has its name: until then it ends in .partial.",
            "A restore to raw files that was interrupted, killed or cut off goes on with --resume.",
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

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "raw (default), qcow2, vhdx, vmdk or vpc; all but raw need qemu-img.")
    private String format = "raw";

    @Option(
            names = "--resume",
            description = "Go on with raw files that an interrupted restore left, if there are any.")
    private boolean resume;

    @Option(names = "--plan", description = "Only print what would be read and written.")
    private boolean plan;

    @Mixin
    @SuppressWarnings("NullAway.Init")
    private KeyOptions keys;

    @Override
    public Integer call() throws IOException {
        RestoreSettings settings = RestoreSettings.of(ImageFormat.of(format), overwrite, resume);
        if (plan && resume) {
            throw new IllegalArgumentException(
                    "--plan counts a restore from the beginning: leave --resume out, or --plan");
        }
        try (ReadMeter store = new ReadMeter(replica.open());
                PinnedView pinned = point.open(store, keys.encryption())) {
            MachineView view = pinned.view();
            Restore restore = new Restore(origin(store, view), settings, printing.progress()::restored);
            RestoreReport report = new RestoreReport(printing.output(), point.machine(), view.point());
            RestoreTargets targets = targets(view, settings.format());
            restore.check(targets);
            if (plan) {
                report.planned(RestorePlan.of(view, targets));
                return 0;
            }
            report.begun();
            long before = store.bytes();
            long start = System.nanoTime();
            List<Restored> restored = run(restore, targets);
            report.restored(restored, store.bytes() - before, System.nanoTime() - start);
            return 0;
        }
    }

    private RestoreOrigin origin(ObjectStore store, MachineView view) throws IOException {
        return new RestoreOrigin(
                store.toString(),
                point.machine(),
                CatalogReader.open(store, point.machine()).read().descriptor().machineId(),
                view.point().position());
    }

    private RestoreTargets targets(MachineView view, ImageFormat as) {
        String only = disk == null && view.disks().size() == 1
                ? view.disks().keySet().iterator().next()
                : disk;
        if (only == null) {
            return RestoreTargets.folder(view.disks(), out, as);
        }
        Path file = Files.isDirectory(out) ? out.resolve(only + "." + as.extension()) : out;
        return RestoreTargets.file(only, view.disk(only), file);
    }

    /** A signal ends it in an orderly way: no child is left, and what was written can be gone on with. */
    private List<Restored> run(Restore restore, RestoreTargets targets) throws IOException {
        Stopping stopping = Stopping.onSignals();
        stopping.interrupts(Thread.currentThread());
        try {
            return restore.run(targets);
        } catch (IOException e) {
            if (stopping.isAsked()) {
                Thread.interrupted();
                throw stopped(e);
            }
            throw e instanceof UnavailableException away && isRaw()
                    ? new UnavailableException(away.getMessage() + "; --resume goes on where it stopped", away)
                    : e;
        }
    }

    private InterruptedIOException stopped(IOException cause) {
        InterruptedIOException stopped = new InterruptedIOException(
                isRaw()
                        ? "stopped: the same command with --resume goes on where it stopped"
                        : "stopped: nothing is left of the file that was being written");
        stopped.initCause(cause);
        return stopped;
    }

    private boolean isRaw() {
        return format.equals(ImageFormat.RAW.toString());
    }
}
