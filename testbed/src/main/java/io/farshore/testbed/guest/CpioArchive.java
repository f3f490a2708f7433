package io.farshore.testbed.guest;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;

/** Writes the archive that Linux unpacks as its first file system: "newc", see the kernel's initramfs buffer format. */
final class CpioArchive {
    private static final int FILE = 0100755;
    private static final int DIRECTORY = 040755;
    private static final int LINK = 0120777;
    private static final int CHARACTER_DEVICE = 020600;
    private static final int ALIGNMENT = 4;

    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private int inode;

    void directory(String name) {
        entry(name, DIRECTORY, 0, 0, new byte[0]);
    }

    void file(String name, byte[] content) {
        entry(name, FILE, 0, 0, content);
    }

    void link(String name, String target) {
        entry(name, LINK, 0, 0, target.getBytes(StandardCharsets.UTF_8));
    }

    void characterDevice(String name, int major, int minor) {
        entry(name, CHARACTER_DEVICE, major, minor, new byte[0]);
    }

    byte[] finish() {
        entry("TRAILER!!!", 0, 0, 0, new byte[0]);
        return out.toByteArray();
    }

    private void entry(String name, int mode, int major, int minor, byte[] content) {
        byte[] nameBytes = (name + "\0").getBytes(StandardCharsets.UTF_8);
        // magic, inode, mode, uid, gid, links, time, size, device of the file, device it stands for, name's size,
        // checksum
        int[] fields = {++inode, mode, 0, 0, 1, 0, content.length, 0, 0, major, minor, nameBytes.length, 0};
        StringBuilder header = new StringBuilder("070701");
        for (int field : fields) {
            header.append("%08X".formatted(field));
        }
        out.writeBytes(header.toString().getBytes(StandardCharsets.US_ASCII));
        out.writeBytes(nameBytes);
        align();
        out.writeBytes(content);
        align();
    }

    private void align() {
        while (out.size() % ALIGNMENT != 0) {
            out.write(0);
        }
    }
}
