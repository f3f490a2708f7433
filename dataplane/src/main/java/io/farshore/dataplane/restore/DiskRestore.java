package io.farshore.dataplane.restore;

import io.farshore.dataplane.restore.RestoreTargets.Target;
import java.io.IOException;

/** Writes one disk to a file. Has been told that it may; does not check again what was checked before, unless it may have changed. */
interface DiskRestore {
    /** @throws IllegalArgumentException when something is missing that is needed for any disk */
    default void check() throws IOException {}

    /** @param dataBytes that the disk holds, for the progress */
    Restored restore(Target target, long dataBytes, ProgressCount progress) throws IOException;
}
