package io.farshore.dist.documents;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.concurrent.TimeUnit;

/** A folder in which {@code ./farshore} is the program as this build compiled it, without its launcher. */
record Shell(Path folder) {
    private static final long SECONDS = 120;

    static Shell in(Path folder) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Path program = folder.resolve("farshore");
        Files.writeString(program, """
                #!/bin/bash
                exec '%s' --enable-native-access=ALL-UNNAMED --sun-misc-unsafe-memory-access=allow \\
                  -XX:+UseCompactObjectHeaders -cp '%s' io.farshore.dist.Farshore "$@"
                """.formatted(java, System.getProperty("java.class.path")));
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
        return new Shell(folder);
    }

    /** Runs one line of a document. What it prints on both streams is the output, as on a terminal. */
    Ending run(String command) throws IOException, InterruptedException {
        Path output = Files.createTempFile("farshore-document-", ".out");
        Process process = new ProcessBuilder("bash", "-c", command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile())
                .start();
        try {
            boolean isOver = process.waitFor(SECONDS, TimeUnit.SECONDS);
            String printed = Files.readString(output);
            return isOver
                    ? new Ending(process.exitValue(), printed)
                    : new Ending(-1, printed + "\n(still running after " + SECONDS + " s)");
        } finally {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
            Files.delete(output);
        }
    }

    record Ending(int exitCode, String output) {}
}
