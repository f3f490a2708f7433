package io.farshore.dist.wrong.core.block;

import io.farshore.dist.wrong.dataplane.KnowsCore;
import java.util.List;

/** Half of a cycle, and upside down. */
public record KnowsTheDataPlane(List<KnowsCore> above) {
    public int first() {
        return above.getFirst().number();
    }
}
