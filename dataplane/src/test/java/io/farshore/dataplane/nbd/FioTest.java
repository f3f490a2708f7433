package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("real")
class FioTest {
    private final MemoryDevice device = MemoryDevice.ofSize(64 << 20);

    @Test
    void fioReadsBackWhatItWroteOverAUnixSocket() throws Exception {
        try (Served served = Served.unix(device)) {
            verify(served);
        }
    }

    @Test
    void fioReadsBackWhatItWroteOverTcp() throws Exception {
        try (Served served = Served.tcp(device)) {
            verify(served);
        }
    }

    private static void verify(Served served) throws Exception {
        String said = Tool.run(
                "fio",
                "--name=verify",
                "--ioengine=nbd",
                "--uri=" + served.uri(),
                "--rw=randrw",
                "--bsrange=512-1M",
                "--blockalign=512",
                "--size=64M",
                "--iodepth=32",
                "--fsync=64",
                "--verify=crc32c",
                "--verify_fatal=1");
        assertThat(said).contains("err= 0");
    }
}
