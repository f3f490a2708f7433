package io.farshore.dist.endtoend;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.dataplane.nbd.client.NbdClient;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.zip.CRC32C;

/** Numbered records, written in order and one by one: number n at place n of a disk, 512 bytes long, with n and a checksum. */
final class Records {
    private static final int LENGTH = 512;

    private Records() {}

    /** A writer on a thread of its own, from a number on, until the connection breaks or it is stopped. */
    static final class Writer {
        private final NbdClient client;
        private final Thread thread;
        private volatile int acknowledged;
        private volatile boolean stopped;

        /** @param first the number to begin with */
        Writer(NbdClient client, int first) {
            this.client = client;
            this.acknowledged = first - 1;
            this.thread = Thread.ofVirtual().name("records").start(this::run);
        }

        /** The newest number that was acknowledged. */
        int acknowledged() {
            return acknowledged;
        }

        void awaitAcknowledged(int number) {
            long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
            while (acknowledged < number) {
                assertThat(System.nanoTime())
                        .as("acknowledged: %d", acknowledged)
                        .isLessThan(end);
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
            }
        }

        /** Returns when it has ended, however that came, with the newest number that was acknowledged. */
        int stop() throws InterruptedException {
            stopped = true;
            thread.join();
            return acknowledged;
        }

        private void run() {
            try (client) {
                while (!stopped) {
                    int number = acknowledged + 1;
                    client.write((long) (number - 1) * LENGTH, record(number));
                    acknowledged = number;
                    LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
                }
            } catch (IOException e) {
                // The one it writes to was killed: what was acknowledged before counts.
            }
        }
    }

    /** How many records the disk holds, which must be 1, 2, 3… and nothing else. */
    static int countIn(byte[] disk) {
        int count = 0;
        ByteBuffer bytes = ByteBuffer.wrap(disk);
        while (bytes.slice(count * LENGTH, LENGTH).equals(record(count + 1))) {
            count++;
        }
        for (int at = count * LENGTH; at < disk.length; at++) {
            if (disk[at] != 0) {
                throw new AssertionError("records 1 to %d, and then something at byte %d".formatted(count, at));
            }
        }
        return count;
    }

    private static ByteBuffer record(int number) {
        ByteBuffer record = ByteBuffer.allocate(LENGTH);
        for (int at = 0; at < LENGTH - Long.BYTES; at += Integer.BYTES) {
            record.putInt(number);
        }
        CRC32C checksum = new CRC32C();
        checksum.update(record.array(), 0, LENGTH - Long.BYTES);
        return record.putLong(checksum.getValue()).flip();
    }
}
