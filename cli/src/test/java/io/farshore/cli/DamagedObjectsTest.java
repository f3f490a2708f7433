package io.farshore.cli;

import static io.farshore.cli.Terminal.run;
import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.core.format.Checksums;
import io.farshore.core.format.Envelope;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whichever object is damaged: exit code 3, and its key, the byte, what was expected and what was found. */
class DamagedObjectsTest {
    private static final Pattern NAMED = Pattern.compile(" is damaged at byte \\d+: expected .+, found .+");

    @TempDir
    private Path temp;

    private WebServer replica;

    @BeforeEach
    void makeReplica() throws IOException {
        replica = WebServer.in(temp.resolve("store"));
    }

    @Test
    void aDamagedBodyOfASegmentIsFoundByRestoreAndVerify() throws IOException {
        Path segment = replica.objects("log").getLast();
        flip(segment, bodyOf(segment));

        assertNamed(restore().failure(3), segment);
        assertThat(temp.resolve("out/vda.raw")).doesNotExist();
        assertThat(temp.resolve("out/vda.raw.partial")).doesNotExist();
        assertVerifyNames(segment, "spoils 1 recovery point");
    }

    @Test
    void aDamagedIndexOfASegmentIsFoundByAll() throws IOException {
        Path segment = replica.objects("log").getFirst();
        flip(segment, Files.size(segment) - 1);

        assertFoundByAll(segment);
        assertVerifyNames(segment, "spoils 3 recovery points, " + replica.first() + " to " + replica.newest());
    }

    @Test
    void aShortSegmentIsFoundByAll() throws IOException {
        Path segment = replica.objects("log").getFirst();
        byte[] bytes = Files.readAllBytes(segment);
        Files.write(segment, Arrays.copyOf(bytes, bytes.length - 7));

        assertFoundByAll(segment);
    }

    @Test
    void aMissingSegmentIsFoundByAll() throws IOException {
        Path segment = replica.objects("log").getFirst();
        Files.delete(segment);

        assertFoundByAll(segment);
    }

    @Test
    void aDamagedVersionOfTheCatalogIsFoundByAll() throws IOException {
        Path version = replica.objects("catalog/00000001").getLast();
        flip(version, 40);

        assertFoundByAll(version);
        assertThat(run("points", replica.store()).failure(3)).contains(key(version));
        assertVerifyNames(version, "spoils every recovery point");
    }

    @Test
    void aDamagedDescriptorIsFoundByAll() throws IOException {
        Path descriptor = replica.objects("").stream()
                .filter(file -> file.endsWith("descriptor"))
                .findFirst()
                .orElseThrow();
        flip(descriptor, 30);

        assertFoundByAll(descriptor);
        assertVerifyNames(descriptor, "spoils every recovery point");
        assertThat(run("inspect", descriptor).failure(3)).containsPattern(NAMED);
        assertThat(run("inspect", replica.store()).output()).contains("descriptor is damaged at byte");
    }

    @Test
    void inspectNamesTheFileThatIsDamaged() throws IOException {
        Path segment = replica.objects("log").getFirst();
        flip(segment, bodyOf(segment));

        assertThat(run("inspect", segment).failure(3)).contains(segment + " is damaged at byte");
    }

    @Test
    void whatANewerProgramWroteIsNotCalledDamaged() throws IOException {
        Path version = replica.objects("catalog/00000001").getLast();
        makeNewer(version);

        String line = key(version) + " is a catalog of version 9, and this program reads up to version 2: use a newer";
        assertThat(restore().failure(3)).contains(line);
        assertThat(export().failure(3)).contains(line);
        assertThat(run("points", replica.store()).failure(3)).contains(line);
        assertThat(run("verify", replica.store()).failure(3)).contains(line);
        assertThat(run("inspect", version).failure(3)).contains("of version 9", "use a newer farshore");
    }

    private void assertFoundByAll(Path object) {
        assertNamed(restore().failure(3), object);
        assertNamed(export().failure(3), object);
        assertThat(temp.resolve("run")).doesNotExist();
    }

    private void assertNamed(String text, Path object) {
        assertThat(text).contains(key(object)).containsPattern(NAMED);
    }

    private void assertVerifyNames(Path object, String spoiled) {
        Terminal.Said verify = run("verify", replica.store());
        assertThat(verify.exitCode()).isEqualTo(3);
        assertNamed(verify.out(), object);
        assertThat(verify.out()).contains(spoiled).doesNotContain("nothing is damaged");
    }

    private Terminal.Said restore() {
        return run(
                "restore",
                replica.store(),
                "--json",
                "--machine",
                "web-1",
                "--point",
                "latest",
                "--out",
                temp.resolve("out"));
    }

    private Terminal.Said export() {
        return run(
                "export", replica.store(), "--machine", "web-1", "--point", "latest", "--listen", temp.resolve("run"));
    }

    private String key(Path object) {
        return replica.store().relativize(object).toString();
    }

    /** A byte in the middle, where what was written is, which is most of a segment here. */
    private static long bodyOf(Path segment) throws IOException {
        return Files.size(segment) / 2;
    }

    private static void flip(Path file, long at) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        bytes[(int) at] ^= 0x10;
        Files.write(file, bytes);
    }

    /** As a program would write it that knows version 9 of the format: with a checksum that is right. */
    private static void makeNewer(Path file) throws IOException {
        byte[] bytes = Files.readAllBytes(file);
        int format = Envelope.open("test", bytes).format().length();
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.BIG_ENDIAN);
        int checksum = bytes.length - Integer.BYTES;
        buffer.putShort(8 + 1 + format, (short) 9);
        buffer.putInt(checksum, Checksums.crc32c(bytes, 0, checksum));
        Files.write(file, bytes);
    }
}
