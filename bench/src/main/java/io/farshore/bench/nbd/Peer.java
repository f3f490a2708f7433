package io.farshore.bench.nbd;

import java.io.IOException;
import java.nio.file.Path;

/** A server that is measured. Whoever started it ends it. */
interface Peer {
    String name();

    Path socket();

    /** Whether it can be read from. */
    boolean canRead();

    /**
     * Waits until nothing is left of what a run of fio made it do, so that the next one to be measured has the machine to itself, and
     * gives disk space back.
     *
     * @param writes that fio did since the last call
     */
    Settled settle(long writes) throws IOException, InterruptedException;
}
