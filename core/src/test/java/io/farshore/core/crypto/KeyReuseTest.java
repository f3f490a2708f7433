package io.farshore.core.crypto;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is sealed of zeros is the key stream: where no two are the same, no key and nonce were used twice. */
class KeyReuseTest {
    private static final DataKey ONE = DataKey.create(new SplittableRandom(1));
    private static final DataKey OTHER = DataKey.create(new SplittableRandom(2));

    private final MachineKeys keys = MachineKeys.of(List.of(ONE, OTHER));
    private final Set<String> streams = new HashSet<>();
    private int sealed;

    @Test
    void noTwoPartsOfAnyTwoObjectsShareKeyAndNonce() throws IOException {
        for (DataKey key : List.of(ONE, OTHER)) {
            for (UUID machine : List.of(new UUID(1, 1), new UUID(1, 2))) {
                add(keys.forObject(key.id(), machine, "data/1"));
                add(keys.forObject(key.id(), machine, "data/11"));
                for (UUID writer : List.of(new UUID(3, 3), new UUID(3, 4))) {
                    add(keys.forDefinition(machine, 1, writer, key.id()));
                    for (int number = 1; number < 20; number++) {
                        add(keys.forSegment(machine, 1, number, writer, key.id()));
                        add(keys.forSegment(machine, 0x11, number, writer, key.id()));
                    }
                }
            }
        }
        assertThat(streams).hasSize(sealed).hasSizeGreaterThan(1000);
    }

    private void add(ObjectCipher cipher) {
        for (long part : new long[] {0, 1, 256, 1L << 32, 0xffff_ffffL}) {
            byte[] stored = new byte[32];
            cipher.seal(part, 16, new byte[16], 0, 16, stored, 0);
            streams.add(HexFormat.of().formatHex(stored, 0, 16));
            sealed++;
        }
    }
}
