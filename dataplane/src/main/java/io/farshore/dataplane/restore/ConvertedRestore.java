package io.farshore.dataplane.restore;

import io.farshore.dataplane.restore.RestoreTargets.Target;
import java.io.IOException;
import java.time.Duration;
import java.util.function.DoubleConsumer;

/** Writes one disk to a file of another format than raw: serves it, and lets qemu-img read it. Keeps no second copy. */
final class ConvertedRestore implements DiskRestore {
    private final ImageFormat format;
    private final TargetCheck check;
    private final QemuImg qemuImg;

    ConvertedRestore(RestoreSettings settings, TargetCheck check, QemuImg qemuImg) {
        format = settings.format();
        this.check = check;
        this.qemuImg = qemuImg;
    }

    @Override
    public void check() throws IOException {
        qemuImg.requireInstalled();
    }

    @Override
    public Restored restore(Target target, long dataBytes, ProgressCount progress) throws IOException {
        long start = System.nanoTime();
        try (WorkFolder work = WorkFolder.make(target.file())) {
            progress.begin(target.disk(), dataBytes, 0);
            convert(target, work, percent -> progress.at((long) (dataBytes * percent / 100)));
            QemuImg.Info info = qemuImg.info(format, work.file());
            checkSize(target, info.virtualSize());
            check.checkFile(target.file(), false);
            work.complete();
            progress.end();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            long size = target.device().size();
            return new Restored(target.disk(), target.file(), size, dataBytes, 0, info.actualSize(), took);
        }
    }

    private void convert(Target target, WorkFolder work, DoubleConsumer percent) throws IOException {
        try (ServedDisk served = ServedDisk.serve(target.disk(), target.device())) {
            IOException failed = null;
            try {
                qemuImg.convert(served.socket(), format, work.file(), percent);
            } catch (IOException e) {
                failed = e;
            }
            IOException cause = served.failure();
            if (cause != null) {
                throw cause;
            }
            if (failed != null) {
                throw failed;
            }
        }
    }

    private void checkSize(Target target, long found) throws IOException {
        if (found != target.device().size()) {
            throw new IOException(
                    "qemu-img made a %s of %d bytes from disk %s, which has %d: restore it with --format raw"
                            .formatted(
                                    format,
                                    found,
                                    target.disk(),
                                    target.device().size()));
        }
    }
}
