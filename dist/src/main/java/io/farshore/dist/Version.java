package io.farshore.dist;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Properties;
import picocli.CommandLine.IVersionProvider;

/** Which build this is: the project's version and the commit, as the build wrote them beside this class. */
final class Version implements IVersionProvider {
    @Override
    public String[] getVersion() {
        Properties build = build();
        return new String[] {
            "farshore %s (%s)".formatted(build.getProperty("version"), build.getProperty("commit")),
            "Java %s".formatted(Runtime.version())
        };
    }

    private static Properties build() {
        Properties properties = new Properties();
        try (InputStream written = Version.class.getResourceAsStream("build.properties")) {
            if (written == null) {
                throw new IllegalStateException("build.properties is missing beside " + Version.class.getName());
            }
            properties.load(written);
            return properties;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
