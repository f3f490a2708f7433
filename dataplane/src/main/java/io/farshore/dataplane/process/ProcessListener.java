package io.farshore.dataplane.process;

import io.farshore.core.catalog.SegmentRef;
import io.farshore.core.log.GenerationClaim;

/** Hears what a processor does. */
public interface ProcessListener {
    /** This processor has taken the machine. */
    void claimed(String machine, int epoch);

    /** The machine's change log goes on in this generation. */
    void generation(String machine, GenerationClaim claim);

    /** The segment is part of the replica. */
    void replicated(String machine, SegmentRef segment);

    /** Segments after a gap, which their source never filled: captured, but no recovery point can hold them. */
    void discarded(String machine, int generation, long firstSegment, int count);

    /** Something does not work and is tried again. */
    void trouble(String machine, String message);
}
