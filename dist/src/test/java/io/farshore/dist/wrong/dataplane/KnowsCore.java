package io.farshore.dist.wrong.dataplane;

import io.farshore.dist.wrong.core.block.KnowsTheDataPlane;
import java.util.List;

/** The right way round, and half of a cycle. */
public record KnowsCore(int number) {
    public KnowsTheDataPlane below() {
        return new KnowsTheDataPlane(List.of(this));
    }
}
