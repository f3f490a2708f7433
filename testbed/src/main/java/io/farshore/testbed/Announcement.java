package io.farshore.testbed;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A line by which the first process of a namespace tells its process number, as seen from outside. */
final class Announcement {
    private Announcement() {}

    /**
     * Reads one line {@code WORD NUMBER}.
     *
     * @param log where the process complains; quoted when it does not come up
     */
    static ProcessHandle read(BufferedReader from, String word, Path log) throws IOException {
        String line = readLine(from, word, log);
        return ProcessHandle.of(Long.parseLong(line.substring(word.length()).strip()))
                .orElseThrow(() -> new IOException("a process of the test bed said '%s' and died".formatted(line)));
    }

    /** Reads one line that starts with the word. */
    static String readLine(BufferedReader from, String word, Path log) throws IOException {
        @Nullable String line = from.readLine();
        if (line == null || !line.startsWith(word)) {
            throw new IOException("a part of the test bed did not come up: expected '%s', found %s; its log says: %s"
                    .formatted(
                            word,
                            line == null ? "its end" : "'" + line + "'",
                            Files.readString(log).strip()));
        }
        return line;
    }
}
