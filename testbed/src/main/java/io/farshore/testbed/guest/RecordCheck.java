package io.farshore.testbed.guest;

import io.farshore.testbed.guest.RecordFindings.Damage;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads raw images of the guest's disks, every place of them, and says what records are there. One check per object. */
public final class RecordCheck {
    private static final byte[] EMPTY = new byte[GuestRecord.BYTES];
    private static final int PLACES_AT_ONCE = 256;

    private final GuestLayout layout;
    private final List<Damage> damages = new ArrayList<>();
    private long records;
    private @Nullable GuestRecord highest;

    private RecordCheck(GuestLayout layout) {
        this.layout = layout;
    }

    /**
     * Checks all disks of a guest.
     *
     * @param images a raw image of each disk of the layout, vda first
     */
    public static RecordFindings check(GuestLayout layout, List<Path> images) throws IOException {
        if (images.size() != layout.disks()) {
            throw new IllegalArgumentException(
                    "a guest of %d disks cannot be checked from %d images".formatted(layout.disks(), images.size()));
        }
        RecordCheck check = new RecordCheck(layout);
        for (int disk = 0; disk < images.size(); disk++) {
            check.disk(disk, images.get(disk));
        }
        return check.findings();
    }

    private void disk(int disk, Path image) throws IOException {
        if (Files.size(image) < layout.diskBytes().get(disk)) {
            throw new IOException("%s has %d bytes, and %s of the guest has %d: it is not a whole raw image of it"
                    .formatted(
                            image,
                            Files.size(image),
                            GuestLayout.diskName(disk),
                            layout.diskBytes().get(disk)));
        }
        try (InputStream in = Files.newInputStream(image)) {
            in.skipNBytes(layout.firstPlace(disk));
            for (long place = 0; place < layout.places(disk); ) {
                int count = (int) Math.min(PLACES_AT_ONCE, layout.places(disk) - place);
                byte[] places = in.readNBytes(count * GuestRecord.BYTES);
                for (int i = 0; i < count; i++) {
                    place(
                            disk,
                            place++,
                            Arrays.copyOfRange(places, i * GuestRecord.BYTES, (i + 1) * GuestRecord.BYTES));
                }
            }
        }
    }

    private void place(int disk, long place, byte[] bytes) {
        if (Arrays.equals(bytes, EMPTY)) {
            return;
        }
        long expected = layout.number(disk, place);
        GuestRecord found = GuestRecord.parse(bytes);
        if (found != null && found.number() == expected) {
            records++;
            if (highest == null || found.number() > highest.number()) {
                highest = found;
            }
            return;
        }
        damages.add(new Damage(
                GuestLayout.diskName(disk),
                layout.firstPlace(disk) + place * GuestRecord.BYTES,
                expected,
                found == null ? "no whole record" : "record " + found.number()));
    }

    private RecordFindings findings() {
        long top = highest == null ? 0 : highest.number();
        Instant newest = highest == null ? Instant.EPOCH : highest.time();
        boolean torn = records == top && damages.removeIf(damage -> damage.number() == top + 1);
        return new RecordFindings(records, top, damages, torn, newest);
    }
}
