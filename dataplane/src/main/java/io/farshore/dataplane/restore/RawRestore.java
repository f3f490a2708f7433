package io.farshore.dataplane.restore;

import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.dataplane.restore.RestoreTargets.Target;
import java.io.IOException;
import java.time.Duration;

/** Writes one disk to a sparse raw file. */
final class RawRestore implements DiskRestore {
    private final RestoreOrigin origin;
    private final RestoreSettings settings;

    RawRestore(RestoreOrigin origin, RestoreSettings settings) {
        this.origin = origin;
        this.settings = settings;
    }

    @Override
    public Restored restore(Target target, long dataBytes, ProgressCount progress) throws IOException {
        long start = System.nanoTime();
        try (PartialFile file = PartialFile.open(target, origin, settings)) {
            long resumedAt = file.durable();
            long there = DataExtents.bytes(target.device(), 0, resumedAt);
            progress.begin(target.disk(), dataBytes, there);
            long written = copy(target, file, there, progress);
            new TargetCheck(origin, settings).checkFile(target.file(), false);
            file.complete();
            progress.end();
            Duration took = Duration.ofNanos(System.nanoTime() - start);
            return new Restored(
                    target.disk(), target.file(), target.device().size(), dataBytes, resumedAt, written, took);
        }
    }

    private long copy(Target target, PartialFile file, long there, ProgressCount progress) throws IOException {
        try {
            return new SparseCopy(target.device(), file, settings.checkpoint()).run(target.disk(), there, progress);
        } catch (CorruptDataException | FormatTooNewException e) {
            file.discard();
            throw e;
        }
    }
}
