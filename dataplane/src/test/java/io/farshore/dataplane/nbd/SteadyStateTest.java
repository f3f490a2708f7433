package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import io.farshore.core.block.BlockDevice;
import io.farshore.dataplane.nbd.client.NbdClient;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** What a connection costs once it runs. */
class SteadyStateTest {
    private static final int REQUESTS = 2_000;

    @Test
    void aRequestAllocatesNothing() throws Exception {
        try (Served served = Served.unix(new IdleDevice());
                NbdClient client = served.client()) {
            round(client);
            long before = allocated();
            round(client);
            assertThat((allocated() - before) / (3 * REQUESTS)).isLessThan(4);
        }
    }

    private static void round(NbdClient client) throws IOException {
        ByteBuffer small = ByteBuffer.allocate(4096);
        ByteBuffer large = ByteBuffer.allocate(400 << 10);
        for (int i = 0; i < REQUESTS; i++) {
            client.write(i, small.clear());
            client.read(i, small.clear());
            client.extents(i, 4096, (offset, length, zero) -> {});
            if (i % 50 == 0) {
                client.write(i, large.clear());
                client.read(i, large.clear());
            }
        }
    }

    /** Bytes allocated by the thread of the server's only connection. */
    private static long allocated() {
        Thread thread = Thread.getAllStackTraces().keySet().stream()
                .filter(one -> one.getName().equals("nbd disk/unix#1"))
                .findAny()
                .orElseThrow();
        return ((ThreadMXBean) ManagementFactory.getThreadMXBean()).getThreadAllocatedBytes(thread.threadId());
    }

    /** Does nothing, and allocates nothing for it. */
    private static final class IdleDevice implements BlockDevice {
        @Override
        public long size() {
            return 1 << 20;
        }

        @Override
        public boolean isReadOnly() {
            return false;
        }

        @Override
        public void read(long offset, ByteBuffer target) {
            target.position(target.limit());
        }

        @Override
        public void write(long offset, ByteBuffer source) {}

        @Override
        public void zero(long offset, long length) {}

        @Override
        public void trim(long offset, long length) {}

        @Override
        public void flush() {}

        @Override
        public void close() {}
    }
}
