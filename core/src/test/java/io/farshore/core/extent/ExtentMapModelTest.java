package io.farshore.core.extent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random puts, against an address per cell. Each failure names its seed. */
class ExtentMapModelTest {
    private static final long GIB = 1L << 30;

    @Test
    void isTheModelByteByByteAcrossARegionBoundary() {
        for (long seed = 0; seed < 60; seed++) {
            run(seed, new CellModel(5L * Region.SIZE - 1000, 1, 2100), 300, 150);
        }
    }

    @Test
    void isTheModelByteByByteAcrossTheLastByteOfTheLargestDisk() {
        for (long seed = 100; seed < 120; seed++) {
            run(seed, new CellModel(ExtentMap.MAX_BYTES - 3000, 1, 3000), 300, 400);
        }
    }

    @Test
    void isTheModelInSectorsAcrossATableBoundary() {
        for (long seed = 200; seed < 210; seed++) {
            run(seed, new CellModel(7 * GIB - Region.SIZE, 512, 3 * 8192), 2000, 40);
        }
    }

    @Test
    void isTheModelInBlocksWhileRegionsGetDense() {
        for (long seed = 300; seed < 320; seed++) {
            run(seed, new CellModel(GIB - 2L * Region.SIZE, 4096, 3 * 1024), 4000, 2);
        }
    }

    @Test
    void isTheModelInBlocksWhileRegionsGetDenseAndSparseAgain() {
        for (long seed = 400; seed < 420; seed++) {
            run(seed, new CellModel(0, 4096, 2 * 1024), 4000, 24);
        }
    }

    @Test
    void isTheModelWhenMostPutsAreWholeRegions() {
        for (long seed = 500; seed < 510; seed++) {
            run(seed, new CellModel(100 * GIB, 4096, 6 * 1024), 300, 5000);
        }
    }

    /** Puts ranges of mostly few cells, sometimes of up to {@code longest}, and checks now and then, snapshots too. */
    private static void run(long seed, CellModel model, int puts, int longest) {
        SplittableRandom random = new SplittableRandom(seed);
        ExtentMap map = new ExtentMap();
        List<ExtentMap> snapshots = new ArrayList<>();
        List<CellModel> snapshotModels = new ArrayList<>();
        try {
            for (int i = 1; i <= puts; i++) {
                put(random, map, model, longest);
                if (i % (puts / 20) == 0) {
                    checkSomewhere(random, map, model);
                }
                if (i % (puts / 3) == 0) {
                    snapshotModels.add(model.copy());
                    snapshots.add(map.snapshot());
                    int any = random.nextInt(snapshots.size());
                    put(random, snapshots.get(any), snapshotModels.get(any), longest);
                }
            }
            checkAll(map, model);
            for (int i = 0; i < snapshots.size(); i++) {
                checkAll(snapshots.get(i), snapshotModels.get(i));
            }
        } catch (AssertionError | RuntimeException e) {
            throw new AssertionError("seed " + seed + ", unit " + model.unit() + ": " + e.getMessage(), e);
        }
    }

    private static void put(SplittableRandom random, ExtentMap map, CellModel model, int longest) {
        int most = random.nextInt(8) == 0 ? longest : Math.max(1, longest / 10);
        int cells = Math.min(model.cells(), 1 + random.nextInt(most));
        int first = random.nextInt(model.cells() - cells + 1);
        long offset = model.base() + (long) first * model.unit();
        long length = (long) cells * model.unit();
        // Few enough addresses that neighbours often continue each other.
        long address = switch (random.nextInt(4)) {
            case 0 -> ExtentMap.ZEROS;
            case 1 -> offset - model.base();
            case 2 -> offset - model.base() + GIB;
            default -> random.nextLong(1L << 50);
        };
        boolean onlyAbsent = random.nextInt(3) == 0;
        if (onlyAbsent) {
            map.putIfAbsent(offset, length, address);
        } else {
            map.put(offset, length, address);
        }
        model.put(offset, length, address, onlyAbsent);
    }

    private static void checkSomewhere(SplittableRandom random, ExtentMap map, CellModel model) {
        int from = random.nextInt(model.cells() + 1);
        int to = from + random.nextInt(model.cells() - from + 1);
        long offset = model.base() + (long) from * model.unit();
        assertThat(Part.of(map, offset, (long) (to - from) * model.unit())).isEqualTo(model.parts(from, to));
        assertThat(map.extentCount()).as("extents").isEqualTo(model.extentCount());
        assertThat(map.mappedBytes()).as("mapped bytes").isEqualTo(model.mappedBytes());
        for (int i = 0; i < 20; i++) {
            checkCell(map, model, random.nextInt(model.cells()));
        }
    }

    private static void checkCell(ExtentMap map, CellModel model, int cell) {
        long offset = model.base() + (long) cell * model.unit();
        long address = model.addressAt(cell);
        assertThat(map.addressOf(offset)).isEqualTo(address);
        assertThat(map.addressOf(offset + model.unit() - 1))
                .isEqualTo(address < 0 ? address : address + model.unit() - 1);
        long partEnd = map.extentEnd(offset);
        assertThat(partEnd).isGreaterThan(offset);
        int end = (int) Math.min(model.cells(), (partEnd - model.base()) / model.unit());
        assertThat(model.parts(cell, end)).hasSize(1);
        if (end < model.cells() && partEnd % Region.SIZE != 0) {
            assertThat(model.parts(cell, end + 1)).as("part ends where it must").hasSize(2);
        }
    }

    private static void checkAll(ExtentMap map, CellModel model) {
        assertThat(Part.of(map, model.base(), (long) model.cells() * model.unit()))
                .isEqualTo(model.parts(0, model.cells()));
        assertThat(Part.mapped(map))
                .isEqualTo(model.parts(0, model.cells()).stream()
                        .filter(p -> p.address() != ExtentMap.ABSENT)
                        .toList());
        assertThat(map.extentCount()).isEqualTo(model.extentCount());
    }
}
