package io.farshore.core.format;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes that a released program wrote, kept in {@code src/test/resources/golden}, to be read for ever. A file is made once, when a
 * format gets a new version: {@code mvn test -pl core -Dfarshore.golden=write} writes the files that are missing, and never
 * replaces one. A test that fails here says that replicas in the field cannot be read any more: change the code, not the file.
 */
public final class Golden {
    private static final Path FOLDER = Path.of("src/test/resources/golden");

    private Golden() {}

    /**
     * The golden file.
     *
     * @param now what today's program writes for the same values; becomes the file where there is none and one is asked for
     */
    public static byte[] bytes(String name, byte[] now) throws IOException {
        Path file = FOLDER.resolve(name + ".bin");
        if ("write".equals(System.getProperty("farshore.golden")) && !Files.exists(file)) {
            Files.createDirectories(FOLDER);
            Files.write(file, now);
        }
        try (InputStream golden = Golden.class.getResourceAsStream("/golden/" + name + ".bin")) {
            return golden == null ? Files.readAllBytes(file) : golden.readAllBytes();
        }
    }

    /** The golden file, for a format whose bytes follow from the values: today's program has to write the same. */
    public static byte[] sameBytes(String name, byte[] now) throws IOException {
        byte[] golden = bytes(name, now);
        assertThat(now).as("what is written today, beside golden/%s.bin", name).isEqualTo(golden);
        return golden;
    }

    /** The envelope as a program would write it that knows a version more. */
    public static byte[] ofNextVersion(byte[] envelope) {
        byte[] next = envelope.clone();
        next[8 + 1 + envelope[8] + 1]++;
        return new ByteWriter(next.length)
                .raw(next, 0, next.length - 4)
                .checksum()
                .toArray();
    }
}
