package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What libnbd sees, request by request, in its Python shell. */
@Tag("real")
class NbdshTest {
    private static final int MIB = 1 << 20;
    private static final String HELPERS = """
            import errno
            def refused(code, action):
                try:
                    action()
                except nbd.Error as e:
                    assert e.errnum == code, (e.errnum, code)
                    return
                assert False, "was not refused"
            """;

    private final MemoryDevice device = MemoryDevice.ofSize(80 * MIB);

    @Test
    void requestsOutsideTheDiskAreRefusedAndTheConnectionLivesOn() throws Exception {
        nbdsh("""
                h.set_strict_mode(0)
                h.connect_uri(uri)
                size = h.get_size()
                refused(errno.EINVAL, lambda: h.pread(2, size - 1))
                refused(errno.EINVAL, lambda: h.pread(1, size))
                refused(errno.EINVAL, lambda: h.pread(1, (1 << 63) - 1))
                refused(errno.EINVAL, lambda: h.pread(1, (1 << 64) - 1))
                refused(errno.ENOSPC, lambda: h.pwrite(b'ab', size - 1))
                refused(errno.ENOSPC, lambda: h.zero(2, size - 1))
                refused(errno.EINVAL, lambda: h.trim(2, size - 1))
                h.pwrite(b'ab', size - 2)
                assert h.pread(2, size - 2) == b'ab'
                """);
    }

    @Test
    void requestsThatMakeNoSenseAreRefusedAndTheConnectionLivesOn() throws Exception {
        nbdsh("""
                h.set_strict_mode(0)
                h.connect_uri(uri)
                refused(errno.EINVAL, lambda: h.cache(512, 0))
                refused(errno.EINVAL, lambda: h.pread(512, 0, nbd.CMD_FLAG_REQ_ONE))
                refused(errno.EINVAL, lambda: h.zero(512, 0, nbd.CMD_FLAG_FAST_ZERO))
                refused(errno.EINVAL, lambda: h.pwrite(b'1' * 512, 0, nbd.CMD_FLAG_DF))
                refused(errno.EINVAL, lambda: h.block_status(512, 0, lambda *a: 0))
                h.pwrite(b'x', 0)
                assert h.pread(1, 0) == b'x'
                """);
    }

    @Test
    void thirtyTwoMebibytesAreTakenAndMoreIsRefusedWithoutLosingTheConnection() throws Exception {
        nbdsh("""
                h.set_strict_mode(0)
                h.connect_uri(uri)
                big = bytes(range(256)) * (32 * 4096)
                h.pwrite(big, 12345)
                assert h.pread(len(big), 12345) == big
                refused(errno.EINVAL, lambda: h.pwrite(big + b'1', 0))
                refused(errno.EINVAL, lambda: h.pread(len(big) + 1, 0))
                refused(errno.EINVAL, lambda: h.pwrite(big + big, 0))
                h.zero(80 << 20, 0)
                h.trim(80 << 20, 0)
                assert h.pread(512, 12345) == bytes(512)
                """);
    }

    @Test
    void aReadSkipsHolesWhenStructuredRepliesAreOn() throws Exception {
        nbdsh("""
                h.connect_uri(uri)
                h.pwrite(b'x' * 65536, 65536)
                chunks = []
                h.pread_structured(262144, 0, lambda data, offset, kind, err: chunks.append((offset, len(data), kind)))
                assert chunks == [(0, 65536, nbd.READ_HOLE), (65536, 65536, nbd.READ_DATA),
                                  (131072, 131072, nbd.READ_HOLE)], chunks
                assert h.pread(262144, 0) == bytes(65536) + b'x' * 65536 + bytes(131072)
                """);
    }

    @Test
    void aReadComesInOnePieceWhenTheClientWantsItSo() throws Exception {
        nbdsh("""
                h.connect_uri(uri)
                h.pwrite(b'x' * 65536, 65536)
                chunks = []
                h.pread_structured(8 << 20, 0, lambda data, offset, kind, err: chunks.append((offset, len(data))),
                                   nbd.CMD_FLAG_DF)
                assert chunks == [(0, 8 << 20)], chunks
                """);
    }

    @Test
    void everythingWorksWithoutStructuredReplies() throws Exception {
        nbdsh("""
                h.set_request_structured_replies(False)
                h.connect_uri(uri)
                assert not h.get_structured_replies_negotiated()
                assert not h.can_df()
                assert not h.can_meta_context(nbd.CONTEXT_BASE_ALLOCATION)
                big = b'y' * (32 << 20)
                h.pwrite(big, 1)
                assert h.pread(len(big), 1) == big
                h.zero(len(big), 1)
                h.flush()
                assert h.pread(3, 7) == bytes(3)
                """);
    }

    @Test
    void blockStatusTellsHolesAndHonoursReqOne() throws Exception {
        nbdsh("""
                h.add_meta_context(nbd.CONTEXT_BASE_ALLOCATION)
                h.connect_uri(uri)
                h.pwrite(b'x' * 4096, 4096)
                def status(flags, offset=0):
                    found = []
                    h.block_status((16 << 20) - offset, offset, lambda name, offset, pairs, err: found.extend(pairs), flags)
                    return found
                assert status(0) == [4096, 3, 4096, 0, (16 << 20) - 8192, 3], status(0)
                assert status(nbd.CMD_FLAG_REQ_ONE) == [4096, 3], status(nbd.CMD_FLAG_REQ_ONE)
                assert status(nbd.CMD_FLAG_REQ_ONE, 8192) == [(16 << 20) - 8192, 3]
                """);
    }

    @Test
    void blockStatusOfAFragmentedDiskComesInParts() throws Exception {
        nbdsh("""
                h.add_meta_context(nbd.CONTEXT_BASE_ALLOCATION)
                h.connect_uri(uri)
                for i in range(0, 80 << 20, 8192):
                    h.pwrite(b'x', i)
                at = 0
                rounds = 0
                while at < h.get_size():
                    found = []
                    h.block_status(h.get_size() - at, at, lambda name, offset, pairs, err: found.extend(pairs))
                    assert all(n == 4096 for n in found[::2])
                    at += sum(found[::2])
                    rounds += 1
                assert at == h.get_size() and rounds == 5, (at, rounds)
                """);
    }

    @Test
    void fuaFlushesAfterTheChange() throws Exception {
        nbdsh("""
                h.connect_uri(uri)
                h.pwrite(b'x' * 512, 0, nbd.CMD_FLAG_FUA)
                h.zero(512, 0, nbd.CMD_FLAG_FUA)
                h.trim(512, 0, nbd.CMD_FLAG_FUA)
                h.pwrite(b'x' * 512, 0)
                """);
        assertThat(device.flushes()).isEqualTo(3);
        assertThat(device.trims()).isEqualTo(1);
        assertThat(device.zeroes()).isEqualTo(1);
    }

    @Test
    void aReadOnlyDiskAnswersEperm() throws Exception {
        try (Served served = Served.unix(device.readOnly())) {
            nbdsh(served, """
                    h.set_strict_mode(0)
                    h.connect_uri(uri)
                    assert h.is_read_only()
                    refused(errno.EPERM, lambda: h.pwrite(b'x', 0))
                    refused(errno.EPERM, lambda: h.zero(1, 0))
                    refused(errno.EPERM, lambda: h.trim(1, 0))
                    h.flush()
                    assert h.pread(1, 0) == bytes(1)
                    """);
        }
    }

    @Test
    void aFailingDeviceAnswersEioUntilItIsWellAgain() throws Exception {
        device.failWith(new IOException("made to fail"));
        nbdsh("""
                h.add_meta_context(nbd.CONTEXT_BASE_ALLOCATION)
                h.connect_uri(uri)
                refused(errno.EIO, lambda: h.pread(512, 0))
                refused(errno.EIO, lambda: h.pread(1 << 20, 0))
                refused(errno.EIO, lambda: h.pwrite(b'x' * 512, 0))
                refused(errno.EIO, lambda: h.flush())
                refused(errno.EIO, lambda: h.block_status(512, 0, lambda *a: 0))
                """);
        device.failWith(null);
        nbdsh("h.connect_uri(uri)\nassert h.pread(1, 0) == bytes(1)");
    }

    @Test
    void optionsAreNegotiatedOneByOne() throws Exception {
        nbdsh("""
                h.set_opt_mode(True)
                h.connect_uri(uri)
                names = []
                h.opt_list(lambda name, description: names.append(name))
                assert names == ['disk'], names
                h.set_export_name('nothing')
                refused(errno.ENOENT, lambda: h.opt_info())
                refused(errno.ENOENT, lambda: h.opt_go())
                contexts = []
                h.set_export_name('disk')
                h.opt_list_meta_context(lambda name: contexts.append(name))
                assert contexts == ['base:allocation'], contexts
                h.add_meta_context('base:')
                h.add_meta_context('qemu:dirty-bitmap:b0')
                found = []
                h.opt_list_meta_context(lambda name: found.append(name))
                assert found == ['base:allocation'], found
                h.opt_info()
                assert h.get_size() == 80 << 20
                h.set_export_name('')
                h.set_full_info(True)
                h.opt_go()
                assert h.get_canonical_export_name() == 'disk'
                assert not h.can_meta_context('qemu:dirty-bitmap:b0')
                """);
    }

    @Test
    void manyRequestsInFlightAreAllAnswered() throws Exception {
        nbdsh("""
                h.connect_uri(uri)
                cookies = [h.aio_pwrite(nbd.Buffer.from_bytearray(bytearray([i % 251]) * 70000), i * 70000)
                           for i in range(500)]
                for cookie in cookies:
                    while not h.aio_command_completed(cookie):
                        h.poll(-1)
                for i in range(500):
                    assert h.pread(70000, i * 70000) == bytes([i % 251]) * 70000
                """);
    }

    private void nbdsh(String script) throws Exception {
        try (Served served = Served.unix(device)) {
            nbdsh(served, script);
        }
    }

    private static void nbdsh(Served served, String script) throws Exception {
        Tool.run("nbdsh", "-c", "uri = '%s'\n".formatted(served.uri()) + HELPERS + script);
    }
}
