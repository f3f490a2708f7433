package io.farshore.testbed.program;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A program by its name, and the Debian package that has it. Looked for on the path and in the administrator's
 * directories, which a plain user's path lacks.
 */
public record Program(String name, String debianPackage) implements Requirement {
    private static final List<String> ALWAYS = List.of("/usr/local/sbin", "/usr/sbin", "/sbin", "/usr/bin", "/bin");

    @Override
    public boolean isPresent() {
        return find(name) != null;
    }

    /** Where the program is, or null when this machine does not have it. */
    public static @Nullable Path find(String name) {
        for (String directory : searchPath()) {
            Path candidate = Path.of(directory, name);
            if (Files.isExecutable(candidate) && !Files.isDirectory(candidate)) {
                return candidate;
            }
        }
        return null;
    }

    /** The path that every program of the test bed is started with. */
    static Set<String> searchPath() {
        Set<String> path = new LinkedHashSet<>();
        String inherited = System.getenv("PATH");
        if (inherited != null) {
            for (String directory : inherited.split(":", -1)) {
                if (directory.startsWith("/")) {
                    path.add(directory);
                }
            }
        }
        path.addAll(ALWAYS);
        return path;
    }
}
