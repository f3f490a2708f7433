package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.dataplane.nbd.client.NbdClient;
import io.farshore.dataplane.nbd.protocol.Handshake;
import io.farshore.dataplane.nbd.protocol.Transmission;
import io.farshore.dataplane.nbd.server.ServerSettings;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A client may send anything; it harms nobody but itself. */
@Timeout(value = 60, unit = TimeUnit.SECONDS, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class HostileClientsTest {
    private static final int MIB = 1 << 20;
    private static final int SEEDS = 150;

    private final MemoryDevice device = MemoryDevice.ofSize(MIB);
    private final Events events = new Events();
    private Served served;
    private NbdClient bystander;
    private SocketAddress address;

    @BeforeEach
    void start() throws Exception {
        served = Served.unix(device, ServerSettings.defaults(), events);
        address = served.server().address();
        bystander = served.client();
        assertThat(events.next()).isEqualTo("opened disk");
        bystander.write(0, ByteBuffer.wrap(new byte[] {42}));
    }

    @AfterEach
    void theOthersHaveNoticedNothing() throws Exception {
        ByteBuffer one = ByteBuffer.allocate(1);
        bystander.read(0, one);
        assertThat(one.get(0)).isEqualTo((byte) 42);
        bystander.close();
        served.client().close();
        served.close();
        assertThat(Thread.getAllStackTraces().keySet())
                .noneMatch(thread -> thread.getName().startsWith("nbd "));
    }

    @Test
    void garbageInsteadOfClientFlags() throws Exception {
        try (RawPeer peer = new RawPeer(address)) {
            peer.send(new RawPeer.Bytes().raw("GET / HTTP/1.1\r\n\r\n".getBytes(StandardCharsets.UTF_8)));
            assertThat(peer.isHungUpOn()).isTrue();
            assertThat(events.next()).isEqualTo("refused: client flags 0x47455420 are not known to us");
        }
    }

    @Test
    void wrongMagicOfAnOption() throws Exception {
        try (RawPeer peer = RawPeer.greeted(address, 3)) {
            peer.send(new RawPeer.Bytes().number64(1).number32(7).number32(0));
            assertThat(peer.isHungUpOn()).isTrue();
            assertThat(events.next()).startsWith("refused: expected an option");
        }
    }

    @Test
    void anOptionOfFourGibibytes() throws Exception {
        try (RawPeer peer = RawPeer.greeted(address, 3)) {
            peer.send(new RawPeer.Bytes()
                    .number64(Handshake.OPTION_MAGIC)
                    .number32(Handshake.OPT_GO)
                    .number32(-1));
            assertThat(peer.optionReply(Handshake.OPT_GO)).isEqualTo(Handshake.REP_ERR_TOO_BIG);
            assertThat(peer.isHungUpOn()).isTrue();
        }
    }

    @Test
    void anOversizedOptionIsSkippedAndTheHandshakeGoesOn() throws Exception {
        try (RawPeer peer = RawPeer.greeted(address, 3)) {
            peer.option(Handshake.OPT_INFO, new byte[100_000]);
            assertThat(peer.optionReply(Handshake.OPT_INFO)).isEqualTo(Handshake.REP_ERR_TOO_BIG);
            opens(peer);
        }
    }

    @Test
    void malformedOptionsAreRefusedAndTheHandshakeGoesOn() throws Exception {
        try (RawPeer peer = RawPeer.greeted(address, 3)) {
            peer.option(Handshake.OPT_GO, new RawPeer.Bytes().number32(1 << 30).toArray());
            assertThat(peer.optionReply(Handshake.OPT_GO)).isEqualTo(Handshake.REP_ERR_INVALID);
            peer.option(
                    Handshake.OPT_GO,
                    new RawPeer.Bytes().number32(-1).number16(0).toArray());
            assertThat(peer.optionReply(Handshake.OPT_GO)).isEqualTo(Handshake.REP_ERR_INVALID);
            peer.option(
                    Handshake.OPT_GO,
                    new RawPeer.Bytes().number32(0).number16(9).toArray());
            assertThat(peer.optionReply(Handshake.OPT_GO)).isEqualTo(Handshake.REP_ERR_INVALID);
            peer.option(Handshake.OPT_LIST, new byte[1]);
            assertThat(peer.optionReply(Handshake.OPT_LIST)).isEqualTo(Handshake.REP_ERR_INVALID);
            peer.option(Handshake.OPT_SET_META_CONTEXT, new byte[8]);
            assertThat(peer.optionReply(Handshake.OPT_SET_META_CONTEXT)).isEqualTo(Handshake.REP_ERR_INVALID);
            peer.option(12345, new byte[77]);
            assertThat(peer.optionReply(12345)).isEqualTo(Handshake.REP_ERR_UNSUP);
            opens(peer);
        }
    }

    private static void opens(RawPeer peer) throws IOException {
        peer.option(
                Handshake.OPT_GO, new RawPeer.Bytes().number32(0).number16(0).toArray());
        assertThat(peer.optionReply(Handshake.OPT_GO)).isEqualTo(Handshake.REP_INFO);
        assertThat(peer.optionReply(Handshake.OPT_GO)).isEqualTo(Handshake.REP_INFO);
        assertThat(peer.optionReply(Handshake.OPT_GO)).isEqualTo(Handshake.REP_ACK);
        peer.send(RawPeer.request(Transmission.FLUSH, 9, 0, 0));
        assertThat(peer.simpleReply(9)).isZero();
    }

    @Test
    void hangingUpInTheMiddleOfARequest() throws Exception {
        try (RawPeer peer = RawPeer.opened(address)) {
            assertThat(events.next()).isEqualTo("opened disk");
            peer.send(new RawPeer.Bytes().number32(Transmission.REQUEST_MAGIC).number16(0));
        }
        assertThat(events.next()).isEqualTo("closed disk: the client hung up in the middle of a message");
    }

    @Test
    void hangingUpInTheMiddleOfAPayloadWritesNothing() throws Exception {
        try (RawPeer peer = RawPeer.opened(address)) {
            assertThat(events.next()).isEqualTo("opened disk");
            peer.send(RawPeer.request(Transmission.WRITE, 1, 4096, 512 << 10));
            peer.send(new RawPeer.Bytes().raw(new byte[100_000]).raw(new byte[] {1, 2, 3}));
        }
        assertThat(events.next()).startsWith("closed disk");
        assertThat(device.bytes(4096, 512 << 10)).containsOnly(0);
    }

    @Test
    void somethingThatIsNoRequest() throws Exception {
        try (RawPeer peer = RawPeer.opened(address)) {
            assertThat(events.next()).isEqualTo("opened disk");
            peer.send(RawPeer.request(Transmission.FLUSH, 9, 0, 0));
            peer.send(new RawPeer.Bytes().raw(new byte[28]));
            assertThat(peer.simpleReply(9)).isZero();
            assertThat(peer.isHungUpOn()).isTrue();
            assertThat(events.next()).isEqualTo("closed disk: the client sent something that is no request");
        }
    }

    @Test
    void aWriteLargerThanAnyoneWouldRead() throws Exception {
        try (RawPeer peer = RawPeer.opened(address)) {
            assertThat(events.next()).isEqualTo("opened disk");
            peer.send(RawPeer.request(Transmission.WRITE, 1, 0, -1));
            assertThat(peer.isHungUpOn()).isTrue();
            assertThat(events.next()).isEqualTo("closed disk: the client sent a write of 4294967295 bytes");
        }
    }

    @Test
    void aClientThatNeverReadsItsRepliesDoesNotKeepTheServerOpen() throws Exception {
        RawPeer peer = RawPeer.opened(address);
        assertThat(events.next()).isEqualTo("opened disk");
        for (int i = 0; i < 20; i++) {
            peer.send(RawPeer.request(Transmission.READ, i, 0, MIB));
        }
        // That this ends, with the peer still there, is what theOthersHaveNoticedNothing waits for.
    }

    @Test
    void randomOptions() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            try (RawPeer peer = RawPeer.greeted(address, 3)) {
                for (int i = random.nextInt(6); i >= 0; i--) {
                    byte[] data = new byte[random.nextInt(40)];
                    random.nextBytes(data);
                    java.util.Arrays.fill(data, 0, Math.min(data.length, 3), (byte) 0);
                    peer.option(random.nextInt(13), data);
                }
                // Enough for an option, and for a request if one of the options has opened the disk.
                peer.send(new RawPeer.Bytes().number64(random.nextLong()).raw(new byte[24]));
                assertThat(peer.isHungUpOn()).as("seed %d", seed).isTrue();
            } catch (IOException hungUpEarlier) {
                // Fine: a write to a client that was sent away.
            }
        }
    }

    @Test
    void randomRequests() throws Exception {
        for (long seed = 1; seed <= SEEDS; seed++) {
            Random random = new Random(seed);
            try (RawPeer peer = RawPeer.opened(address)) {
                RawPeer.Bytes all = new RawPeer.Bytes();
                for (int i = random.nextInt(20); i >= 0; i--) {
                    long offset = random.nextBoolean() ? random.nextLong() : MIB - random.nextInt(1, 5000);
                    int command = random.nextInt(9);
                    int length = command == Transmission.WRITE ? random.nextInt(9000) : random.nextInt();
                    all.raw(RawPeer.request(random.nextInt(64), command, i, offset, length)
                            .toArray());
                    all.raw(new byte[command == Transmission.WRITE ? length : 0]);
                }
                peer.send(all.raw(
                        RawPeer.request(Transmission.DISCONNECT, 0, 0, 0).toArray()));
                assertThat(peer.isHungUpOn()).as("seed %d", seed).isTrue();
            } catch (IOException hungUpEarlier) {
                // Fine: a DISC was among the requests.
            }
        }
        bystander.write(0, ByteBuffer.wrap(new byte[] {42}));
    }
}
