package io.farshore.core.catalog;

import io.farshore.testkit.Seeded;
import java.io.IOException;
import java.util.random.RandomGenerator;

/** Acknowledged commits stay, in order and once, whoever crashes, hangs, or wakes up late. */
class CatalogSimulationTest {
    @Seeded(count = 300)
    void acknowledgedCommitsStayWhileProcessorsTakeOverFromEachOther(RandomGenerator random) throws IOException {
        new CatalogSimulation(random, 8).play();
    }

    @Seeded(count = 20)
    void acknowledgedCommitsStayAcrossLongSpansToo(RandomGenerator random) throws IOException {
        new CatalogSimulation(random, 100).play();
    }
}
