package io.farshore.core.extent;

import static io.farshore.core.extent.ExtentMap.ABSENT;
import static io.farshore.core.extent.ExtentMap.MAX_BYTES;
import static io.farshore.core.extent.ExtentMap.ZEROS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import org.junit.jupiter.api.Test;

class ExtentMapTest {
    private static final long GIB = 1L << 30;

    private final ExtentMap map = new ExtentMap();

    @Test
    void anEmptyMapIsAbsentEverywhereAndTakesNextToNothing() {
        assertThat(map.isEmpty()).isTrue();
        assertThat(map.addressOf(MAX_BYTES - 1)).isEqualTo(ABSENT);
        assertThat(Part.of(map, 0, MAX_BYTES)).containsExactly(new Part(0, MAX_BYTES, ABSENT));
        assertThat(Part.of(map, 5, 0)).isEmpty();
        assertThat(map.memoryBytes()).isLessThan(100);
    }

    @Test
    void theNewestPutWinsAndCutsWhatWasThere() {
        map.put(0, 12288, 1000);
        map.put(4096, 4096, 900_000);
        assertThat(Part.of(map, 0, 20_000))
                .containsExactly(
                        new Part(0, 4096, 1000),
                        new Part(4096, 4096, 900_000),
                        new Part(8192, 4096, 1000 + 8192),
                        new Part(12288, 20_000 - 12288, ABSENT));
    }

    @Test
    void partsAreCutToTheRangeAsked() {
        map.put(10, 100, 5000);
        assertThat(Part.of(map, 15, 5)).containsExactly(new Part(15, 5, 5005));
        assertThat(map.addressOf(109)).isEqualTo(5099);
        assertThat(map.addressOf(110)).isEqualTo(ABSENT);
        assertThat(map.extentEnd(50)).isEqualTo(110);
    }

    @Test
    void neighboursThatContinueEachOtherAreOneExtent() {
        map.put(0, 4096, 0);
        map.put(8192, 4096, 8192);
        map.put(4096, 4096, 4096);
        map.put(20480, 512, ZEROS);
        map.put(20992, 512, ZEROS);
        assertThat(map.extentCount()).isEqualTo(2);
        assertThat(Part.mapped(map)).containsExactly(new Part(0, 12288, 0), new Part(20480, 1024, ZEROS));
    }

    @Test
    void neighboursThatDoNotContinueEachOtherStayTwo() {
        map.put(0, 4096, 0);
        map.put(4096, 4096, 0);
        assertThat(Part.mapped(map)).containsExactly(new Part(0, 4096, 0), new Part(4096, 4096, 0));
    }

    @Test
    void aPutAcrossRegionsAndTablesIsVisitedAsOnePart() {
        map.put(GIB - 10, 2 * GIB + 20, 77);
        assertThat(Part.mapped(map)).containsExactly(new Part(GIB - 10, 2 * GIB + 20, 77));
        assertThat(map.mappedBytes()).isEqualTo(2 * GIB + 20);
        assertThat(map.addressOf(2 * GIB)).isEqualTo(77 + GIB + 10);
        assertThat(map.extentCount()).as("one per region").isEqualTo(2 * 256 + 2);
    }

    @Test
    void putIfAbsentFillsOnlyTheGaps() {
        map.put(4096, 4096, 1 << 20);
        map.put(12288, 4096, ZEROS);
        map.putIfAbsent(0, 20480, 0);
        assertThat(Part.of(map, 0, 20480))
                .containsExactly(
                        new Part(0, 4096, 0),
                        new Part(4096, 4096, 1 << 20),
                        new Part(8192, 4096, 8192),
                        new Part(12288, 4096, ZEROS),
                        new Part(16384, 4096, 16384));
    }

    @Test
    void theLargestDiskCanBeZerosForTheCostOfItsTopArray() {
        map.put(3, 8, 100);
        map.put(0, MAX_BYTES, ZEROS);
        map.put(MAX_BYTES - 4096, 4096, 0);
        assertThat(Part.mapped(map))
                .containsExactly(new Part(0, MAX_BYTES - 4096, ZEROS), new Part(MAX_BYTES - 4096, 4096, 0));
        assertThat(map.memoryBytes()).isLessThan(300_000);
        ExtentMap other = new ExtentMap();
        other.put(0, GIB, ZEROS);
        assertThat(other.addressOf(GIB - 1))
                .as("shared zeros are not changed by others")
                .isEqualTo(ZEROS);
    }

    @Test
    void zerosFillAbsentPartsOfTheLargestDisk() {
        map.put(5 * GIB, 4096, 0);
        map.putIfAbsent(0, MAX_BYTES, ZEROS);
        assertThat(Part.mapped(map))
                .containsExactly(
                        new Part(0, 5 * GIB, ZEROS),
                        new Part(5 * GIB, 4096, 0),
                        new Part(5 * GIB + 4096, MAX_BYTES - 5 * GIB - 4096, ZEROS));
        assertThat(map.memoryBytes()).isLessThan(300_000);
    }

    @Test
    void aTebibyteOfOneRunTakesTwentyBytesPerRegion() {
        map.put(0, 1L << 40, 1L << 50);
        assertThat(Part.mapped(map)).containsExactly(new Part(0, 1L << 40, 1L << 50));
        assertThat(map.memoryBytes()).isLessThan((1L << 40) / Region.SIZE * 21);
    }

    @Test
    void aSnapshotAndItsOriginalChangeApart() {
        map.put(0, 8192, 0);
        ExtentMap snapshot = map.snapshot();
        map.put(0, 4096, 1 << 20);
        snapshot.put(4096, 4096, 1 << 21);
        assertThat(Part.mapped(map)).containsExactly(new Part(0, 4096, 1 << 20), new Part(4096, 4096, 4096));
        assertThat(Part.mapped(snapshot)).containsExactly(new Part(0, 4096, 0), new Part(4096, 4096, 1 << 21));
        map.clear();
        assertThat(map.isEmpty()).isTrue();
        assertThat(snapshot.mappedBytes()).isEqualTo(8192);
    }

    @Test
    void aPutOfNothingChangesNothing() {
        map.put(4096, 0, 0);
        map.putIfAbsent(MAX_BYTES, 0, 0);
        assertThat(map.isEmpty()).isTrue();
    }

    @Test
    void aWrongRangeOrAddressIsRefusedAndChangesNothing() {
        assertThatIllegalArgumentException().isThrownBy(() -> map.put(-1, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> map.put(MAX_BYTES, 1, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> map.put(0, MAX_BYTES + 1, ZEROS));
        assertThatIllegalArgumentException().isThrownBy(() -> map.put(0, 1, ABSENT));
        assertThatIllegalArgumentException().isThrownBy(() -> map.putIfAbsent(0, 2, Long.MAX_VALUE - 1));
        assertThatIllegalArgumentException().isThrownBy(() -> map.addressOf(MAX_BYTES));
        assertThatIllegalArgumentException().isThrownBy(() -> map.forEach(0, -1, (o, l, a) -> {}));
        assertThat(map.isEmpty()).isTrue();
    }

    @Test
    void whatAVisitorThrowsReachesTheCaller() {
        map.put(0, 1, 0);
        assertThatThrownBy(() -> map.forEach(0, 1, (o, l, a) -> {
                    throw new IOException("read failed");
                }))
                .isInstanceOf(IOException.class);
    }
}
