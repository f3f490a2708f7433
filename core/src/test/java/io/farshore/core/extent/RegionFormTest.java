package io.farshore.core.extent;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Which form a region takes. That its content survives is {@link ExtentMapModelTest}'s. */
class RegionFormTest {
    private static final int BLOCK = 4096;

    @Test
    void aFilledRegionIsWhole() {
        assertThat(Region.of(0, Region.SIZE, 5)).isEqualTo(new WholeRegion(5));
        Region halves = Region.of(0, Region.SIZE / 2, 5).put(Region.SIZE / 2, Region.SIZE, 5 + Region.SIZE / 2);
        assertThat(halves).isEqualTo(new WholeRegion(5));
    }

    @Test
    void sectorsArePackedAndOtherBytesLoose() {
        assertThat(Region.of(512, 1024, 0)).isInstanceOf(PackedRegion.class);
        assertThat(Region.of(512, 1025, 0)).isInstanceOf(LooseRegion.class);
        assertThat(Region.of(512, 1024, 0).put(7, 9, 0)).isInstanceOf(LooseRegion.class);
        assertThat(new WholeRegion(0).put(512, 1024, 1L << 40)).isInstanceOf(PackedRegion.class);
        assertThat(new WholeRegion(0).put(1, 2, 1L << 40)).isInstanceOf(LooseRegion.class);
    }

    @Test
    void manyBlocksAreDenseUntilFewExtentsAreLeft() {
        Region region = everyBlockByItself();
        assertThat(region).isInstanceOf(DenseRegion.class);
        assertThat(region.extentCount()).isEqualTo(1024);
        assertThat(region.mappedBytes()).isEqualTo(Region.SIZE);
        region = region.put(0, 700 * BLOCK, ExtentMap.ZEROS);
        assertThat(region).isInstanceOf(DenseRegion.class);
        region = region.put(700 * BLOCK, 800 * BLOCK, ExtentMap.ZEROS);
        assertThat(region).isInstanceOf(PackedRegion.class);
        assertThat(region.extentCount()).isEqualTo(225);
        assertThat(region.put(BLOCK, Region.SIZE, ExtentMap.ZEROS)).isInstanceOf(WholeRegion.class);
    }

    @Test
    void aSectorInADenseRegionMakesItAList() {
        Region region = everyBlockByItself().put(512, 1024, 1L << 40);
        assertThat(region).isInstanceOf(PackedRegion.class);
        assertThat(region.extentCount()).isEqualTo(1026);
        assertThat(everyBlockByItself().put(1, 2, 1L << 40)).isInstanceOf(LooseRegion.class);
    }

    @Test
    void aLooseRegionIsPackedAgainWhenItGrowsAfterItsOddExtentWentAway() {
        Region region = Region.of(1, 2, 0).put(0, 512, 0);
        for (int i = 1; i < 10; i++) {
            region = region.put(i * BLOCK, i * BLOCK + 512, 0);
        }
        assertThat(region).isInstanceOf(PackedRegion.class);
    }

    @Test
    void aListGivesBackRoomWhenItsExtentsAreOverwritten() {
        Region region = Region.of(0, 512, 0);
        for (int i = 1; i < 400; i++) {
            region = region.put(i * BLOCK, i * BLOCK + 512, 0);
        }
        assertThat(region.memoryBytes()).isGreaterThan(400 * 12);
        assertThat(region.put(BLOCK, Region.SIZE, 1L << 40).memoryBytes()).isLessThan(120);
    }

    private static Region everyBlockByItself() {
        Region region = Region.of(0, BLOCK, 0);
        for (int i = 1; i < 1024; i++) {
            region = region.put(i * BLOCK, (i + 1) * BLOCK, 0);
        }
        return region;
    }
}
