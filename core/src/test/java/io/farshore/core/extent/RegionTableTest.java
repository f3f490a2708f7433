package io.farshore.core.extent;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Objects;
import org.junit.jupiter.api.Test;

class RegionTableTest {
    private final RegionTable table = new RegionTable("one map");

    @Test
    void aRegionOfItsOwnIsChangedInPlace() {
        table.put(0, 512, 0);
        Region region = table.regionAt(0);
        table.put(512, 1024, 1 << 20);
        assertThat(table.regionAt(0)).isSameAs(region);
    }

    @Test
    void aSharedRegionIsCopiedOnceAndTheOthersNotAtAll() {
        table.put(0, 512, 0);
        table.put(Region.SIZE, Region.SIZE + 512, 0);
        RegionTable copy = table.copyFor("another map");
        copy.put(512, 1024, 1 << 20);
        Region copied = copy.regionAt(0);
        copy.put(1024, 1536, 1 << 21);
        assertThat(copied).isNotSameAs(table.regionAt(0)).isSameAs(copy.regionAt(0));
        assertThat(copy.regionAt(Region.SIZE)).isSameAs(table.regionAt(Region.SIZE));
        assertThat(regionOf(table, 0).extentCount()).isEqualTo(1);
    }

    @Test
    void everyRegionOfATableIsReachedByItsOffset() {
        for (long i = 0; i < RegionTable.SIZE / Region.SIZE; i++) {
            table.put(i * Region.SIZE, i * Region.SIZE + 1, i);
        }
        for (long i = 0; i < RegionTable.SIZE / Region.SIZE; i++) {
            Region region = regionOf(table, 5 * RegionTable.SIZE + i * Region.SIZE);
            assertThat(region.addressAt(0)).isEqualTo(i);
        }
        assertThat(table.extentCount()).isEqualTo(256);
    }

    private static Region regionOf(RegionTable table, long offset) {
        return Objects.requireNonNull(table.regionAt(offset));
    }
}
