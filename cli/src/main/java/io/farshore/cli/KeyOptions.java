package io.farshore.cli;

import io.farshore.core.crypto.Encryption;
import io.farshore.core.crypto.KeyProvider;
import io.farshore.core.crypto.file.KeyFile;
import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which keys: the option of every command that writes or reads what may be encrypted. Keys are never part of a command line. */
final class KeyOptions {
    @Option(
            names = "--key-file",
            paramLabel = "PATH",
            defaultValue = "${env:FARSHORE_KEY_FILE}",
            description = "The key file of an encrypted machine. Default: the environment's FARSHORE_KEY_FILE.")
    private @Nullable Path keyFile;

    /** What the key file opens; nothing when none was given. */
    Encryption encryption() throws IOException {
        Path given = keyFile;
        if (given == null || given.toString().isEmpty()) {
            return Encryption.NONE;
        }
        SecureRandom random = new SecureRandom();
        return new Encryption(KeyFile.open(given, random), random);
    }

    /** For a command that does nothing without keys. */
    KeyProvider required() throws IOException {
        KeyProvider provider = encryption().provider();
        if (provider == null) {
            throw new IllegalArgumentException("a key file is missing: give --key-file PATH, or set FARSHORE_KEY_FILE");
        }
        return provider;
    }
}
