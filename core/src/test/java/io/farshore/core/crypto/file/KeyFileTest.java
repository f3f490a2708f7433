package io.farshore.core.crypto.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.farshore.core.crypto.file.KeyFile.KeyName;
import io.farshore.core.failure.CorruptDataException;
import io.farshore.core.failure.FormatTooNewException;
import io.farshore.core.failure.KeyMissingException;
import io.farshore.core.format.Golden;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The file that must not be lost: written whole, read by its owner only, never less than it was. */
class KeyFileTest {
    private static final Instant NOW = Instant.parse("2026-02-03T04:05:06Z");
    private static final byte[] CONTEXT = {1, 2, 3};

    private final SplittableRandom random = new SplittableRandom(1);

    @TempDir
    private Path folder;

    @Test
    void theGoldenFileIsReadAndWrittenAsEver() throws IOException {
        Path path = folder.resolve("keys");
        KeyFile.create(path, NOW, random);
        KeyFile.rotate(path, NOW.plusSeconds(86_400), random);
        byte[] golden = Golden.sameBytes("key-file", Files.readAllBytes(path));
        assertThat(new String(golden, StandardCharsets.US_ASCII)).startsWith("farshore-keys 1\n");
    }

    @Test
    void onlyItsOwnerMayReadIt() throws IOException {
        Path path = folder.resolve("keys");
        KeyFile.create(path, NOW, random);
        assertThat(permissions(path)).isEqualTo("rw-------");
        KeyFile.rotate(path, NOW, random);
        assertThat(permissions(path)).isEqualTo("rw-------");
        for (String open : List.of("rw-r-----", "rw----r--", "rw--w----")) {
            Files.setPosixFilePermissions(path, PosixFilePermissions.fromString(open));
            assertThatThrownBy(() -> KeyFile.open(path, random))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("chmod 600");
            assertThatThrownBy(() -> KeyFile.rotate(path, NOW, random)).hasMessageContaining("chmod 600");
        }
    }

    @Test
    void aFileThatExistsIsNeverOverwritten() throws IOException {
        Path path = folder.resolve("keys");
        KeyFile.create(path, NOW, random);
        byte[] before = Files.readAllBytes(path);
        assertThatThrownBy(() -> KeyFile.create(path, NOW, random)).isInstanceOf(IllegalArgumentException.class);
        assertThat(Files.readAllBytes(path)).isEqualTo(before);
    }

    @Test
    void aRotatedFileStillOpensWhatWasWrappedBefore() throws IOException {
        Path path = folder.resolve("keys");
        KeyFile old = KeyFile.create(path, NOW, random);
        byte[] wrapped = old.wrap(old.currentKey(), "a data key".getBytes(StandardCharsets.UTF_8), CONTEXT);
        KeyFile rotated = KeyFile.rotate(path, NOW, random);
        assertThat(rotated.currentKey()).isNotEqualTo(old.currentKey());
        assertThat(KeyFile.open(path, random).names())
                .extracting(KeyName::current)
                .containsExactly(false, true);
        assertThat(KeyFile.open(path, random).unwrap(old.currentKey(), wrapped, CONTEXT))
                .asString(StandardCharsets.UTF_8)
                .isEqualTo("a data key");
        assertThatThrownBy(() -> old.wrap(rotated.currentKey(), new byte[32], CONTEXT))
                .isInstanceOf(KeyMissingException.class);
    }

    @Test
    void anotherContextOrAnotherByteIsRefused() throws IOException {
        KeyFile file = KeyFile.create(folder.resolve("keys"), NOW, random);
        byte[] wrapped = file.wrap(file.currentKey(), new byte[32], CONTEXT);
        assertThatThrownBy(() -> file.unwrap(file.currentKey(), wrapped, new byte[0]))
                .isInstanceOf(CorruptDataException.class);
        for (int at = 0; at < wrapped.length; at++) {
            byte[] changed = wrapped.clone();
            changed[at] ^= 1;
            assertThatThrownBy(() -> file.unwrap(file.currentKey(), changed, CONTEXT))
                    .isInstanceOf(CorruptDataException.class);
        }
        assertThatThrownBy(() -> file.unwrap(file.currentKey(), new byte[3], CONTEXT))
                .isInstanceOf(CorruptDataException.class);
    }

    @Test
    void whatIsNoKeyFileIsRefusedWithoutShowingIt() throws IOException {
        Path path = folder.resolve("keys");
        KeyFile.create(path, NOW, random);
        String good = Files.readString(path);
        String secret = good.split("[ \n]", -1)[4];
        for (String bad : List.of(
                "",
                "nonsense\n",
                "farshore-keys 1\n",
                good + "cut",
                good.replace(secret, "A" + secret.substring(1)),
                good.replace("2026", "2027"),
                good + good.lines().toList().get(1) + "\n")) {
            Files.writeString(path, bad);
            assertThatThrownBy(() -> KeyFile.open(path, random))
                    .isInstanceOf(IllegalArgumentException.class)
                    .message()
                    .doesNotContain(secret.substring(2));
        }
        Files.writeString(path, good.replace("keys 1", "keys 2"));
        assertThatThrownBy(() -> KeyFile.open(path, random)).isInstanceOf(FormatTooNewException.class);
        assertThatThrownBy(() -> KeyFile.open(folder.resolve("none"), random))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("there is no key file");
    }

    @Test
    void twoRotationsAtOnceLoseNoKey() throws IOException {
        Path path = folder.resolve("keys");
        KeyFile.create(path, NOW, random);
        Files.writeString(folder.resolve("keys.next"), "of another rotation");
        assertThatThrownBy(() -> KeyFile.rotate(path, NOW, random)).hasMessageContaining("being changed by another");
        Files.delete(folder.resolve("keys.next"));
        assertThat(KeyFile.rotate(path, NOW, random).names()).hasSize(2);
        assertThat(Files.exists(folder.resolve("keys.next"))).isFalse();
    }

    private static String permissions(Path path) throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
    }
}
