package io.farshore.testbed;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.stream.Collectors;

/**
 * The shell scripts that run as the first process of a bed and of a host. They are passed as text,
 * without their comments, which a list of processes would show; no file is left.
 */
final class Scripts {
    private Scripts() {}

    static String read(String name) throws IOException {
        try (InputStream in = Scripts.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException("the program was packed without its resource " + name);
            }
            String text = new String(in.readAllBytes(), StandardCharsets.UTF_8);
            return text.lines().filter(line -> !line.strip().startsWith("#")).collect(Collectors.joining("\n"));
        }
    }
}
