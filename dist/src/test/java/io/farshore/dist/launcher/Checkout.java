package io.farshore.dist.launcher;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A checkout with the real launcher and one source, beside a Maven that only counts its runs and JDKs that only say their
 * name. Everything lies below one temporary folder.
 */
record Checkout(Path folder) {
    private static final Path REAL = Path.of("..").toAbsolutePath().normalize();

    static Checkout in(Path folder) throws IOException {
        Checkout checkout = new Checkout(folder);
        for (String script : List.of("farshore", "packaging/find-jdk.sh", "packaging/install-packages.sh")) {
            Path copy = checkout.root().resolve(script);
            Files.createDirectories(copy.getParent());
            Files.copy(REAL.resolve(script), copy);
        }
        checkout.write("checkout/pom.xml", "");
        checkout.write("checkout/core/pom.xml", "");
        checkout.write("checkout/core/src/main/java/A.java", "");
        checkout.write("checkout/core/src/test/java/ATest.java", "");
        checkout.mavenThat("sleep 0.2; mkdir -p dist/target/farshore/lib");
        Files.createDirectories(folder.resolve("jvm"));
        return checkout;
    }

    Path root() {
        return folder.resolve("checkout");
    }

    /** Maven does this, and leaves one line in a file for each run. */
    void mavenThat(String does) throws IOException {
        executable("bin/mvn", "#!/bin/bash\necho run >> '%s'\n%s\n".formatted(runs(), does));
    }

    void jdk(String name, String version) throws IOException {
        executable("jvm/" + name + "/bin/java", "#!/bin/bash\necho " + name + " runs \"${@: -1}\"\n");
        executable("jvm/" + name + "/bin/javac", "");
        write("jvm/" + name + "/release", "IMPLEMENTOR=\"x\"\nJAVA_VERSION=\"" + version + "\"\nOS_ARCH=\"x\"\n");
    }

    long builds() throws IOException {
        return Files.exists(runs()) ? Files.readAllLines(runs()).size() : 0;
    }

    /** Makes the file look changed after every build so far. */
    void change(String file) throws IOException {
        Path path = root().resolve(file);
        Path stamp = root().resolve("dist/target/farshore.stamp");
        FileTime built = Files.getLastModifiedTime(stamp);
        Files.setLastModifiedTime(stamp, FileTime.from(built.toInstant().minus(Duration.ofHours(1))));
        for (String each : List.of(
                "pom.xml", "core/pom.xml", "core/src/main/java/A.java", "core/src/main/java", "core/src/main")) {
            Files.setLastModifiedTime(
                    root().resolve(each), FileTime.from(built.toInstant().minus(Duration.ofHours(2))));
        }
        Files.setLastModifiedTime(path, built);
    }

    Ending run(String... arguments) throws IOException, InterruptedException {
        return runWith(Map.of(), root().resolve("farshore").toString(), arguments);
    }

    Ending runWith(Map<String, String> environment, String program, String... arguments)
            throws IOException, InterruptedException {
        return start(environment, program, arguments).end();
    }

    Running start(Map<String, String> environment, String program, String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(program));
        command.addAll(List.of(arguments));
        Path output = Files.createTempFile(folder, "run-", ".out");
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectInput(Path.of("/dev/null").toFile())
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(name -> name.startsWith("FARSHORE") || name.equals("JAVA_HOME"));
        builder.environment().put("PATH", folder.resolve("bin") + ":/usr/bin:/bin");
        builder.environment().put("FARSHORE_JVM_DIR", folder.resolve("jvm").toString());
        builder.environment().putAll(environment);
        return new Running(builder.start(), output);
    }

    void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void executable(String name, String text) throws IOException {
        write(name, text);
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private Path runs() {
        return folder.resolve("maven-runs");
    }

    record Running(Process process, Path output) {
        Ending end() throws IOException, InterruptedException {
            if (!process.waitFor(60, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException("still running after 60 s: " + Files.readString(output));
            }
            return new Ending(process.exitValue(), Files.readString(output));
        }
    }

    record Ending(int exitCode, String output) {}
}
