package io.farshore.core.log;

import io.farshore.core.crypto.DataKey;
import io.farshore.core.crypto.MachineKeys;
import io.farshore.core.log.GenerationClaim.Base;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Fixed values that many tests start from. */
final class Examples {
    static final UUID MACHINE = UUID.fromString("5b6a1d2e-0f3c-4c57-9a70-1f2e3d4c5b6a");
    static final UUID WRITER = UUID.fromString("00112233-4455-6677-8899-aabbccddeeff");
    static final Instant TIME = Instant.parse("2026-02-03T04:05:06.789012Z");

    static final DataKey KEY = new DataKey(UUID.fromString("0f0e0d0c-0b0a-4908-8706-050403020100"), bytes(32));
    static final MachineKeys KEYS = MachineKeys.of(List.of(KEY));

    private Examples() {}

    private static byte[] bytes(int count) {
        byte[] bytes = new byte[count];
        for (int i = 0; i < count; i++) {
            bytes[i] = (byte) (i * 7);
        }
        return bytes;
    }

    static GenerationClaim claim(int generation, Disks disks) {
        List<DiskSpec> specs = new ArrayList<>();
        for (int disk = 0; disk < disks.count(); disk++) {
            specs.add(new DiskSpec("vd" + (char) ('a' + disk), disks.size(disk)));
        }
        return claim(generation, specs);
    }

    static GenerationClaim claim(int generation, List<DiskSpec> disks) {
        return new GenerationClaim(MACHINE, "web-1", generation, WRITER, TIME, Base.EMPTY, disks, "<domain/>");
    }
}
