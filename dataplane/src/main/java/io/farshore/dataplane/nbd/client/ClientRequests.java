package io.farshore.dataplane.nbd.client;

import io.farshore.core.failure.UnavailableException;
import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/** Sends requests, one at a time, and waits for their replies. Once the connection is broken it stays so. */
final class ClientRequests {
    private static final int MAX_CHUNK_BYTES = 64 << 20;

    private final ClientStream stream;
    private final boolean structured;
    private final Duration timeout;
    private final String name;
    private final ReentrantLock lock = new ReentrantLock();
    private long cookie;
    private @Nullable String broken;

    ClientRequests(ClientStream stream, boolean structured, Duration timeout, String name) {
        this.stream = stream;
        this.structured = structured;
        this.timeout = timeout;
        this.name = name;
    }

    /**
     * Executes one request.
     *
     * @param payload for WRITE
     * @throws NbdException when the server refuses or fails it
     * @throws UnavailableException when the connection is lost, or was before
     */
    void execute(int command, int flags, long offset, long length, @Nullable ByteBuffer payload, ReplyContent content)
            throws IOException {
        lock.lock();
        try {
            String what =
                    "%s of %d bytes at %d on %s".formatted(Transmission.commandName(command), length, offset, name);
            if (broken != null) {
                throw new UnavailableException("%s: the connection was lost before: %s".formatted(what, broken));
            }
            exchange(what, command, flags, offset, length, payload, content);
        } finally {
            lock.unlock();
        }
    }

    private void exchange(
            String what,
            int command,
            int flags,
            long offset,
            long length,
            @Nullable ByteBuffer payload,
            ReplyContent content)
            throws IOException {
        int error;
        try {
            stream.begin(Deadline.in(timeout));
            header(command, flags, offset, length);
            if (payload == null) {
                stream.send();
            } else {
                stream.send(payload);
            }
            error = receive(command, offset, (int) length, content);
        } catch (IOException | RuntimeException failure) {
            throw lost(what, failure);
        }
        if (error != Transmission.OK) {
            throw NbdException.refused(what, error);
        }
    }

    private IOException lost(String what, Exception failure) throws IOException {
        broken = String.valueOf(failure.getMessage());
        stream.close();
        return failure instanceof NbdException nonsense
                ? nonsense
                : new UnavailableException("%s: %s".formatted(what, broken), failure);
    }

    private void header(int command, int flags, long offset, long length) {
        stream.out()
                .putInt(Transmission.REQUEST_MAGIC)
                .putShort((short) flags)
                .putShort((short) command)
                .putLong(++cookie)
                .putLong(offset)
                .putInt((int) length);
    }

    /** Reads replies up to the last chunk; the first error, or OK. */
    private int receive(int command, long offset, int length, ReplyContent content) throws IOException {
        int magic = stream.need(Integer.BYTES).getInt();
        if (magic == Transmission.SIMPLE_REPLY_MAGIC) {
            return simple(command, offset, length, content);
        }
        int error = Transmission.OK;
        boolean done = false;
        while (!done) {
            if (!structured || magic != Transmission.CHUNK_MAGIC) {
                throw NbdException.brokenProtocol("expected a reply, found 0x%08x".formatted(magic));
            }
            ByteBuffer header = stream.need(Transmission.CHUNK_BYTES - Integer.BYTES);
            done = (header.getShort() & Transmission.CHUNK_DONE) != 0;
            int type = Short.toUnsignedInt(header.getShort());
            checkCookie(header.getLong());
            int found = chunk(type, header.getInt(), content);
            error = error == Transmission.OK ? found : error;
            magic = done ? 0 : stream.need(Integer.BYTES).getInt();
        }
        if (error == Transmission.OK) {
            content.end();
        }
        return error;
    }

    private int simple(int command, long offset, int length, ReplyContent content) throws IOException {
        ByteBuffer rest = stream.need(Transmission.SIMPLE_REPLY_BYTES - Integer.BYTES);
        int error = rest.getInt();
        checkCookie(rest.getLong());
        if (error == Transmission.OK && command == Transmission.READ) {
            if (structured) {
                throw NbdException.brokenProtocol("the server answered a read without chunks, against the agreement");
            }
            content.data(stream, offset, length);
        }
        if (error == Transmission.OK) {
            content.end();
        }
        return error;
    }

    private int chunk(int type, int length, ReplyContent content) throws IOException {
        if (length < 0 || length > MAX_CHUNK_BYTES) {
            throw NbdException.brokenProtocol("the server sent a chunk of %d bytes".formatted(length));
        }
        switch (type) {
            case Transmission.CHUNK_NONE -> stream.skip(length);
            case Transmission.CHUNK_OFFSET_DATA ->
                content.data(stream, stream.need(Long.BYTES).getLong(), length - Long.BYTES);
            case Transmission.CHUNK_OFFSET_HOLE -> {
                long offset = stream.need(Long.BYTES).getLong();
                content.hole(
                        offset,
                        Integer.toUnsignedLong(stream.need(Integer.BYTES).getInt()));
            }
            case Transmission.CHUNK_BLOCK_STATUS -> {
                int context = stream.need(Integer.BYTES).getInt();
                content.status(stream, context, (length - Integer.BYTES) / (2 * Integer.BYTES));
            }
            default -> {
                return error(type, length);
            }
        }
        return Transmission.OK;
    }

    private int error(int type, int length) throws IOException {
        if ((type & Transmission.CHUNK_ERROR_BIT) == 0 || length < Integer.BYTES) {
            throw NbdException.brokenProtocol("the server sent a chunk of unknown type %d".formatted(type));
        }
        int error = stream.need(Integer.BYTES).getInt();
        stream.skip(length - Integer.BYTES);
        return error == Transmission.OK ? Transmission.EIO : error;
    }

    private void checkCookie(long found) throws IOException {
        if (found != cookie) {
            throw NbdException.brokenProtocol("expected the reply to request %d, found %d".formatted(cookie, found));
        }
    }

    /** Says goodbye, if the connection still works, and closes it. */
    void close() throws IOException {
        lock.lock();
        try {
            if (broken == null) {
                broken = "closed by us";
                header(Transmission.DISCONNECT, 0, 0, 0);
                stream.send();
            }
        } catch (IOException gone) {
            // The server has left first.
        } finally {
            stream.close();
            lock.unlock();
        }
    }
}
