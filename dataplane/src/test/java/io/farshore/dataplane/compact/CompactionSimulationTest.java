package io.farshore.dataplane.compact;

import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** Every kept point reads back exactly, nothing needed is deleted, and all else is, whoever crashes, hangs, or wakes up late. */
class CompactionSimulationTest {
    @Seeded(count = 1000)
    void keptPointsStayAndAllElseGoesWhileProcessorsTakeOverFromEachOther(RandomGenerator random) throws IOException {
        new ReplicaSimulation(random).play(40);
    }
}
