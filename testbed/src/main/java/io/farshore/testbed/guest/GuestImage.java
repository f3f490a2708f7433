package io.farshore.testbed.guest;

import io.farshore.testbed.program.Command;
import io.farshore.testbed.program.Requirements;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * New disks for a guest, as raw images. The first one boots by itself: nothing of the guest is anywhere else.
 *
 * @param disks vda first
 */
public record GuestImage(GuestLayout layout, List<Path> disks) {
    private static final Duration DEADLINE = Duration.ofSeconds(30);
    private static final int SECTOR = 512;

    public GuestImage {
        disks = List.copyOf(disks);
    }

    /**
     * Makes the disks.
     *
     * @param directory where {@code vda.raw} and, with two disks, {@code vdb.raw} are made
     * @param pause how long the guest rests after each record; zero to write as fast as it can
     */
    public static GuestImage build(Path directory, GuestLayout layout, GuestKernel kernel, Duration pause)
            throws IOException, InterruptedException {
        Requirements.ofGuest().check();
        List<Path> disks = new ArrayList<>();
        for (int disk = 0; disk < layout.disks(); disk++) {
            Path image = directory.resolve(GuestLayout.diskName(disk) + ".raw");
            Files.deleteIfExists(image);
            try (RandomAccessFile file = new RandomAccessFile(image.toFile(), "rw")) {
                file.setLength(layout.diskBytes().get(disk));
            }
            disks.add(image);
        }
        makeBootable(disks.getFirst(), kernel, configuration(layout, pause));
        return new GuestImage(layout, disks);
    }

    private static String configuration(GuestLayout layout, Duration pause) {
        return """
                DEFAULT guest
                PROMPT 0
                LABEL guest
                  KERNEL vmlinuz
                  INITRD guest.img
                  APPEND console=ttyS0 quiet panic=-1 farshore.disks=%d farshore.base=%d farshore.pause=%d
                """.formatted(layout.disks(), GuestLayout.BOOT_BYTES / GuestRecord.BYTES, pause.toMillis());
    }

    private static void makeBootable(Path image, GuestKernel kernel, String configuration)
            throws IOException, InterruptedException {
        String disk = image.toString();
        Command.of(
                        "mformat",
                        "-i",
                        disk,
                        "-v",
                        "FARSHORE",
                        "-T",
                        Integer.toString(GuestLayout.BOOT_BYTES / SECTOR),
                        "-h",
                        "16",
                        "-s",
                        "63",
                        "::")
                .check(DEADLINE);
        copy(image, "vmlinuz", Files.readAllBytes(kernel.image()));
        copy(image, "guest.img", GuestArchive.build(kernel));
        copy(image, "syslinux.cfg", configuration.getBytes(StandardCharsets.US_ASCII));
        Command.of("syslinux", "--install", disk).check(DEADLINE);
    }

    private static void copy(Path image, String name, byte[] content) throws IOException, InterruptedException {
        Path file = Files.createTempFile(image.getParent(), name, "");
        try {
            Files.write(file, content);
            Command.of("mcopy", "-i", image.toString(), file.toString(), "::" + name)
                    .check(DEADLINE);
        } finally {
            Files.delete(file);
        }
    }
}
