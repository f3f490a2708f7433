package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.dataplane.nbd.protocol.Handshake;
import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;

/** A client that sends whatever bytes it is told to. */
final class RawPeer implements AutoCloseable {
    private final SocketChannel channel;
    private final DataInputStream in;

    RawPeer(SocketAddress address) throws IOException {
        channel = SocketChannel.open(address);
        in = new DataInputStream(Channels.newInputStream(channel));
    }

    /** Connects, and takes the greeting with the client flags given. */
    static RawPeer greeted(SocketAddress address, int flags) throws IOException {
        RawPeer peer = new RawPeer(address);
        assertThat(peer.in.readLong()).isEqualTo(Handshake.SERVER_MAGIC);
        assertThat(peer.in.readLong()).isEqualTo(Handshake.OPTION_MAGIC);
        assertThat(peer.in.readShort()).isEqualTo((short) 3);
        peer.send(new Bytes().number32(flags));
        return peer;
    }

    /** Connects and opens the export "disk" by EXPORT_NAME, for plain replies. */
    static RawPeer opened(SocketAddress address) throws IOException {
        RawPeer peer = greeted(address, 3);
        peer.option(Handshake.OPT_EXPORT_NAME, "disk".getBytes(StandardCharsets.UTF_8));
        peer.in.readNBytes(10);
        return peer;
    }

    void send(Bytes bytes) throws IOException {
        ByteBuffer out = ByteBuffer.wrap(bytes.toArray());
        while (out.hasRemaining()) {
            channel.write(out);
        }
    }

    void option(int option, byte[] data) throws IOException {
        send(new Bytes()
                .number64(Handshake.OPTION_MAGIC)
                .number32(option)
                .number32(data.length)
                .raw(data));
    }

    /** The type of the next reply, whose data is dropped. */
    int optionReply(int option) throws IOException {
        assertThat(in.readLong()).isEqualTo(Handshake.REPLY_MAGIC);
        assertThat(in.readInt()).isEqualTo(option);
        int type = in.readInt();
        in.skipNBytes(in.readInt());
        return type;
    }

    /** The error of the next simple reply, which must be for this cookie. */
    int simpleReply(long cookie) throws IOException {
        assertThat(in.readInt()).isEqualTo(Transmission.SIMPLE_REPLY_MAGIC);
        int error = in.readInt();
        assertThat(in.readLong()).isEqualTo(cookie);
        return error;
    }

    DataInputStream in() {
        return in;
    }

    /** Whether the server hangs up, after whatever it still had to say. */
    boolean isHungUpOn() {
        try {
            in.readAllBytes();
            return true;
        } catch (IOException reset) {
            return true;
        }
    }

    static Bytes request(int command, long cookie, long offset, int length) throws IOException {
        return request(0, command, cookie, offset, length);
    }

    static Bytes request(int flags, int command, long cookie, long offset, int length) throws IOException {
        return new Bytes()
                .number32(Transmission.REQUEST_MAGIC)
                .number16(flags)
                .number16(command)
                .number64(cookie)
                .number64(offset)
                .number32(length);
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }

    /** Bytes to be sent, big-endian. */
    static final class Bytes {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream data = new DataOutputStream(bytes);

        Bytes number16(int value) throws IOException {
            data.writeShort(value);
            return this;
        }

        Bytes number32(int value) throws IOException {
            data.writeInt(value);
            return this;
        }

        Bytes number64(long value) throws IOException {
            data.writeLong(value);
            return this;
        }

        Bytes raw(byte[] value) throws IOException {
            data.write(value);
            return this;
        }

        byte[] toArray() {
            return bytes.toByteArray();
        }
    }
}
