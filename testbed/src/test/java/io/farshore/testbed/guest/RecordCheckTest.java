package io.farshore.testbed.guest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.testbed.guest.RecordFindings.Damage;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class RecordCheckTest {
    private static final Instant START = Instant.parse("2026-01-02T03:04:05.670Z");
    private static final int PLACE = GuestRecord.BYTES;
    private static final GuestLayout LAYOUT = new GuestLayout(List.of(25L << 20, 4L << 20));

    @TempDir
    private Path directory;

    private List<Path> images = List.of();

    @BeforeEach
    void tenRecords() throws IOException {
        images = List.of(directory.resolve("vda"), directory.resolve("vdb"));
        for (int disk = 0; disk < LAYOUT.disks(); disk++) {
            try (RandomAccessFile file = new RandomAccessFile(images.get(disk).toFile(), "rw")) {
                file.setLength(LAYOUT.diskBytes().get(disk));
            }
        }
        for (int number = 1; number <= 10; number++) {
            put(number, number);
        }
    }

    @Test
    void findsAPrefix() throws IOException {
        RecordFindings found = check();
        assertThat(found).isEqualTo(new RecordFindings(10, 10, List.of(), false, time(10)));
        assertThat(found.prefixHolds()).isTrue();
    }

    @Test
    void emptyDisksAreAPrefixOfNoRecords() throws IOException {
        for (int number = 1; number <= 10; number++) {
            write(number, 0, new byte[PLACE]);
        }
        assertThat(check()).isEqualTo(new RecordFindings(0, 0, List.of(), false, Instant.EPOCH));
    }

    @Test
    void findsEverySingleDamagedByte() throws IOException {
        for (int offset : new int[] {0, 7, 100, 2047, 4094, 4095}) {
            write(4, offset, new byte[] {0x55});
            RecordFindings found = check();
            assertThat(found.prefixHolds()).as("byte %d", offset).isFalse();
            assertThat(found.damages()).containsExactly(new Damage("vdb", PLACE, 4, "no whole record"));
            put(4, 4);
        }
    }

    @Test
    void findsAMissingRecord() throws IOException {
        write(6, 0, new byte[PLACE]);
        RecordFindings found = check();
        assertThat(found.records()).isEqualTo(9);
        assertThat(found.highest()).isEqualTo(10);
        assertThat(found.isContiguous()).isFalse();
        assertThat(found.prefixHolds()).isFalse();
    }

    @Test
    void findsARecordFarBehindTheOthers() throws IOException {
        put(1000, 1000);
        assertThat(check().prefixHolds()).isFalse();
    }

    @Test
    void findsARecordInThePlaceOfAnother() throws IOException {
        put(5, 3);
        assertThat(check().damages())
                .containsExactly(new Damage("vda", GuestLayout.BOOT_BYTES + 2 * PLACE, 5, "record 3"));
    }

    @Test
    void lastRecordMayBeTorn() throws IOException {
        write(11, 0, firstHalf(11));
        RecordFindings found = check();
        assertThat(found.torn()).isTrue();
        assertThat(found.highest()).isEqualTo(10);
        assertThat(found.prefixHolds()).isTrue();
    }

    @Test
    void onlyTheNextRecordMayBeTorn() throws IOException {
        write(12, 0, firstHalf(12));
        RecordFindings found = check();
        assertThat(found.torn()).isFalse();
        assertThat(found.prefixHolds()).isFalse();
    }

    @Test
    void refusesAnImageThatIsTooShort() throws IOException {
        try (RandomAccessFile file = new RandomAccessFile(images.get(1).toFile(), "rw")) {
            file.setLength(1 << 20);
        }
        assertThatThrownBy(this::check)
                .isInstanceOf(IOException.class)
                .hasMessageContaining("it is not a whole raw image");
    }

    /** These bytes are also what the guest's shell script and awk program make and check. */
    @Test
    void formOfARecordIsFixed() {
        String text = new String(
                new GuestRecord(1, Instant.ofEpochMilli(1795423559360L)).encode(), StandardCharsets.US_ASCII);
        assertThat(text)
                .hasSize(PLACE)
                .endsWith("\n")
                .startsWith(
                        "1 1795423559360 2142160383 abcdefghijklmnopqrstuvwxyz0123456789 1 1795423559360 2142160383 a");
    }

    private RecordFindings check() throws IOException {
        return RecordCheck.check(LAYOUT, images);
    }

    private void put(int place, int number) throws IOException {
        write(place, 0, new GuestRecord(number, time(number)).encode());
    }

    private static byte[] firstHalf(int number) {
        return Arrays.copyOf(new GuestRecord(number, time(number)).encode(), PLACE / 2);
    }

    private static Instant time(int number) {
        return START.plusMillis(10L * number);
    }

    /** Writes into the place that belongs to a record. */
    private void write(int place, int offset, byte[] bytes) throws IOException {
        int disk = (place - 1) % 2;
        try (RandomAccessFile file = new RandomAccessFile(images.get(disk).toFile(), "rw")) {
            file.seek(LAYOUT.firstPlace(disk) + (long) (place - 1) / 2 * PLACE + offset);
            file.write(bytes);
        }
    }
}
