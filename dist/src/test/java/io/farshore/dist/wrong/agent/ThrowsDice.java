package io.farshore.dist.wrong.agent;

import java.util.Random;
import java.util.UUID;

/** Cannot be repeated, but for one. */
public record ThrowsDice(long seed) {
    public Random fresh() {
        return new Random();
    }

    public UUID id() {
        return UUID.randomUUID();
    }

    public Random seeded() {
        return new Random(seed);
    }
}
