package io.farshore.cli;

import io.farshore.core.log.DiskSpec;
import io.farshore.core.log.Position;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;

/** The replica that most tests read: machine web-1 with the disks vda and vdb, written in three steps a second apart. */
record WebServer(Path store, Position first, Position named, Position newest) {
    static final String MACHINE = "web-1";
    static final int SIZE = 4 << 20;
    static final int BLOCK = 4096;
    /** Where vda is written. */
    static final int AT = 1 << 20;

    static WebServer in(Path store) throws IOException {
        try (Replica replica = new Replica(store, MACHINE, new DiskSpec("vda", SIZE), new DiskSpec("vdb", SIZE / 2))) {
            replica.write(0, AT, block(1)).write(1, 0, block(9));
            Position first = replica.seal();
            Position named = replica.write(0, AT, block(2)).mark("before upgrade");
            Position newest = replica.write(0, AT + BLOCK, block(3)).seal();
            return new WebServer(store, first, named, newest);
        }
    }

    /** Content that does not compress, so that most bytes of a segment are its. */
    static byte[] block(int seed) {
        byte[] bytes = new byte[BLOCK];
        new Random(seed).nextBytes(bytes);
        return bytes;
    }

    /** Disk vda with these blocks written one after the other from {@link #AT} on. */
    static byte[] vda(int... seeds) {
        byte[] disk = new byte[SIZE];
        for (int i = 0; i < seeds.length; i++) {
            System.arraycopy(block(seeds[i]), 0, disk, AT + i * BLOCK, BLOCK);
        }
        return disk;
    }

    static byte[] vdb() {
        return Arrays.copyOf(block(9), SIZE / 2);
    }

    /** The objects below this part of the machine, in the order of their names. */
    List<Path> objects(String part) throws IOException {
        try (Stream<Path> files =
                Files.walk(store.resolve("machines").resolve(MACHINE).resolve(part))) {
            return files.filter(Files::isRegularFile).sorted().toList();
        }
    }
}
