package io.farshore.testbed.guest;

import io.farshore.testbed.Progress;
import io.farshore.testbed.program.Command;
import java.io.IOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Comparator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Linux kernel for the guest and its modules: Debian's cloud kernel, installed on this machine, or else fetched as a Debian
 * package and unpacked into a cache without being installed.
 */
public record GuestKernel(Path image, Path modules) {
    private static final String META_PACKAGE = "linux-image-cloud-amd64";
    private static final Pattern DEPENDS = Pattern.compile("Depends: (linux-image-\\S+-cloud-amd64)");
    private static final Pattern IMAGE = Pattern.compile("vmlinuz-(\\S+-cloud-amd64)");
    private static final Duration DOWNLOAD = Duration.ofMinutes(5);

    /** In the user's cache directory. */
    public static Path defaultCache() {
        String cache = System.getenv("XDG_CACHE_HOME");
        return cache == null || cache.isEmpty()
                ? Path.of(System.getProperty("user.home"), ".cache", "farshore")
                : Path.of(cache, "farshore");
    }

    /** The installed kernel, or the cached one, or one fetched now. */
    public static GuestKernel obtain(Path cache, Progress progress) throws IOException, InterruptedException {
        GuestKernel installed = under(Path.of("/"));
        return installed != null ? installed : fetched(cache, progress);
    }

    static GuestKernel fetched(Path cache, Progress progress) throws IOException, InterruptedException {
        Path unpacked = cache.resolve("guest-kernel");
        GuestKernel cached = under(unpacked);
        if (cached != null) {
            return cached;
        }
        progress.step("fetching the guest's kernel (Debian package %s, not installed on this machine)"
                .formatted(META_PACKAGE));
        Files.createDirectories(cache);
        Path work = Files.createTempDirectory(cache, "guest-kernel-");
        try {
            fetch(work);
            publish(work.resolve("root"), unpacked);
        } finally {
            Command.of("rm", "-rf", "--", work.toString()).check(DOWNLOAD);
        }
        GuestKernel fetched = under(unpacked);
        if (fetched == null) {
            throw new IOException(
                    "the Debian package of the guest's kernel has no boot/vmlinuz-*-cloud-amd64; look into "
                            + unpacked);
        }
        return fetched;
    }

    private static void fetch(Path work) throws IOException, InterruptedException {
        String depends =
                Command.of("apt-cache", "depends", META_PACKAGE).check(DOWNLOAD).out();
        Matcher kernel = DEPENDS.matcher(depends);
        if (!kernel.find()) {
            throw new IOException("apt knows no package %s; run: apt-get update".formatted(META_PACKAGE));
        }
        // apt drops its privileges to fetch and must be able to write here
        Command.of(
                        "sh",
                        "-c",
                        "cd \"$1\" && apt-get download -o APT::Sandbox::User=root \"$2\" && dpkg-deb -x *.deb root",
                        "fetch",
                        work.toString(),
                        kernel.group(1))
                .check(DOWNLOAD);
    }

    /** Another process may have done the same meanwhile; either result is good. */
    private static void publish(Path complete, Path target) throws IOException {
        try {
            Files.move(complete, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            return; // theirs is as good
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("the cache %s cannot rename directories".formatted(target.getParent()), e);
        }
    }

    private static @Nullable GuestKernel under(Path root) throws IOException {
        Path boot = root.resolve("boot");
        if (!Files.isDirectory(boot)) {
            return null;
        }
        try (Stream<Path> all = Files.list(boot)) {
            return all.sorted(Comparator.reverseOrder())
                    .map(image -> of(root, image))
                    .filter(kernel -> kernel != null && Files.isDirectory(kernel.modules))
                    .findFirst()
                    .orElse(null);
        }
    }

    private static @Nullable GuestKernel of(Path root, Path image) {
        Matcher name = IMAGE.matcher(image.getFileName().toString());
        return name.matches()
                ? new GuestKernel(image, root.resolve("lib/modules").resolve(name.group(1)))
                : null;
    }
}
