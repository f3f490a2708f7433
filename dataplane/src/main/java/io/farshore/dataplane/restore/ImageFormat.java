package io.farshore.dataplane.restore;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** What a disk can be restored to. All but {@link #RAW} are written by {@code qemu-img}. */
public enum ImageFormat {
    RAW("raw", Long.MAX_VALUE),
    QCOW2("qcow2", Long.MAX_VALUE),
    VHDX("vhdx", 64L << 40),
    VMDK("vmdk", Long.MAX_VALUE),
    VPC("vhd", 2040L << 30);

    private static final int SECTOR = 512;

    private final String extension;
    private final long mostBytes;

    ImageFormat(String extension, long mostBytes) {
        this.extension = extension;
        this.mostBytes = mostBytes;
    }

    /** @throws IllegalArgumentException that says which there are */
    public static ImageFormat of(String text) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is no format to restore to: use one of %s".formatted(text, names())));
    }

    private static String names() {
        return Arrays.stream(values()).map(ImageFormat::toString).collect(Collectors.joining(", "));
    }

    /** How files of the format end, without the dot. */
    public String extension() {
        return extension;
    }

    /**
     * What {@code qemu-img convert} needs for it. Without {@code force_size} it rounds the size of a {@link #VPC} up to what a disk of
     * cylinders, heads and sectors can have.
     */
    List<String> options() {
        return this == VPC ? List.of("-o", "force_size=on") : List.of();
    }

    /** @throws IllegalArgumentException when no file of this format can have a disk of exactly this size */
    void checkSize(String disk, long size) {
        if (this != RAW && size % SECTOR != 0) {
            throw new IllegalArgumentException(
                    "disk %s has %d bytes, which are no whole sectors of %d: restore it with --format raw, which keeps its size"
                            .formatted(disk, size, SECTOR));
        }
        if (size > mostBytes) {
            throw new IllegalArgumentException("disk %s has %d GiB and %s holds at most %d: use another --format"
                    .formatted(disk, size >> 30, this, mostBytes >> 30));
        }
    }

    /** As qemu-img calls it. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
