package io.farshore.fabric;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * A small guest with two disks, made on the spot from Debian's cloud kernel and busybox. Again and again it writes a numbered record to the
 * first {@link #RECORD_BYTES} of each disk, reads a block from anywhere, and prints {@code wrote N}; a failed request prints {@code ERROR}.
 */
public final class TestGuest {
    public static final long DISK_BYTES = 32 << 20;
    public static final long RECORD_BYTES = 1 << 20;
    public static final List<String> DISKS = List.of("vda", "vdb");

    private static final List<String> MODULES = List.of(
            "virtio_ring", "virtio", "virtio_pci_legacy_dev", "virtio_pci_modern_dev", "virtio_pci", "virtio_blk");
    private static final String INIT = """
            #!/bin/busybox sh
            B=/bin/busybox
            $B mount -t devtmpfs dev /dev
            for m in MODULES; do $B insmod /lib/$m.ko; done
            n=0
            while true; do
              n=$((n+1))
              for d in vda vdb; do
                printf '%-511s\\n' "$d record $n" | $B dd of=/dev/$d bs=512 seek=$((n % 2048)) conv=notrunc oflag=direct 2>/dev/null || echo "ERROR write $d $n"
                $B dd if=/dev/$d of=/dev/null bs=64k skip=$((n * 37 % 512)) count=1 iflag=direct 2>/dev/null || echo "ERROR read $d $n"
              done
              echo "wrote $n"
            done
            """;

    private final Path directory;
    private final Path kernel;

    private TestGuest(Path directory, Path kernel) {
        this.directory = directory;
        this.kernel = kernel;
    }

    /** Makes the guest's files in this directory; starts nothing. */
    public static TestGuest make(Path directory) throws Exception {
        var guest = new TestGuest(directory, kernel());
        guest.makeRamdisk();
        for (var disk : DISKS) {
            guest.fill(guest.disk(disk), disk.hashCode());
        }
        return guest;
    }

    private static Path kernel() throws IOException {
        try (var files = Files.newDirectoryStream(Path.of("/boot"), "vmlinuz-*-cloud-amd64")) {
            for (var file : files) {
                return file;
            }
        }
        throw new AssertionError("no /boot/vmlinuz-*-cloud-amd64: apt-get install linux-image-cloud-amd64");
    }

    private void makeRamdisk() throws Exception {
        var root = Files.createDirectories(directory.resolve("ramdisk"));
        for (var folder : List.of("bin", "dev", "lib")) {
            Files.createDirectories(root.resolve(folder));
        }
        Files.copy(Path.of("/bin/busybox"), root.resolve("bin/busybox"));
        var version = kernel.getFileName().toString().substring("vmlinuz-".length());
        for (var module : MODULES) {
            Files.copy(
                    Path.of("/lib/modules", version, "kernel/drivers", folder(module), module + ".ko"),
                    root.resolve("lib/" + module + ".ko"));
        }
        var init = root.resolve("init");
        Files.writeString(init, INIT.replace("MODULES", String.join(" ", MODULES)));
        Shell.run("chmod", "755", init.toString(), root.resolve("bin/busybox").toString());
        Shell.run("sh", "-c", "cd " + root + " && find . | cpio -o -H newc --quiet > ../ramdisk.img");
    }

    private static String folder(String module) {
        return module.equals("virtio_blk") ? "block" : "virtio";
    }

    /** Content that is nowhere zero and the same in every run. */
    private void fill(Path file, long seed) throws IOException {
        var content = new byte[(int) DISK_BYTES];
        new Random(seed).nextBytes(content);
        Files.write(file, content);
    }

    public Path disk(String target) {
        return directory.resolve(target + ".raw");
    }

    public Path console(String name) {
        return directory.resolve(name + ".log");
    }

    public String definition(String name) {
        return """
                <domain type='qemu'><name>%1$s</name><memory unit='MiB'>128</memory><vcpu>1</vcpu>
                <os><type arch='x86_64' machine='pc'>hvm</type><kernel>%2$s</kernel><initrd>%3$s/ramdisk.img</initrd>
                <cmdline>console=ttyS0 quiet</cmdline></os>
                <features><acpi/></features><on_reboot>destroy</on_reboot>
                <devices>
                <disk type='file' device='disk'><driver name='qemu' type='raw' discard='unmap' detect_zeroes='unmap'/><source file='%3$s/vda.raw'/><target dev='vda' bus='virtio'/></disk>
                <disk type='file' device='disk'><driver name='qemu' type='raw'/><source file='%3$s/vdb.raw'/><target dev='vdb' bus='virtio'/></disk>
                <disk type='file' device='cdrom'><target dev='hdc' bus='ide'/><readonly/></disk>
                <serial type='file'><source path='%3$s/%1$s.log'/><target port='0'/></serial>
                <memballoon model='none'/>
                </devices></domain>
                """.formatted(name, kernel, directory);
    }

    /** How many records the guest of this console has written so far, and 0 while it boots. */
    public static int written(Path console) throws IOException {
        int found = 0;
        for (var line : lines(console)) {
            if (line.matches("wrote \\d+")) {
                found = Integer.parseInt(line.substring("wrote ".length()));
            }
        }
        return found;
    }

    public static List<String> errors(Path console) throws IOException {
        return lines(console).stream().filter(line -> line.contains("ERROR")).toList();
    }

    private static List<String> lines(Path console) throws IOException {
        return Files.exists(console)
                ? Files.readString(console, StandardCharsets.ISO_8859_1).lines().toList()
                : List.of();
    }

    /** Waits until the guest has written this many records more than now. */
    public static void awaitRecords(Path console, int more) throws Exception {
        int goal = written(console) + more;
        Await.until(more + " more records in " + console, Duration.ofSeconds(60), () -> written(console) >= goal);
    }

    public static byte[] read(Path file, long offset, int length) throws IOException {
        try (var access = new RandomAccessFile(file.toFile(), "r")) {
            var content = new byte[length];
            access.seek(offset);
            access.readFully(content);
            return content;
        }
    }
}
