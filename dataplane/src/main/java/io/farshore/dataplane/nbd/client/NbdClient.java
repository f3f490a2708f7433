package io.farshore.dataplane.nbd.client;

import io.farshore.core.block.BlockDevice;
import io.farshore.core.block.Ranges;
import io.farshore.core.block.ReadOnlyDeviceException;
import io.farshore.core.failure.UnavailableException;
import io.farshore.dataplane.nbd.protocol.Handshake;
import io.farshore.dataplane.nbd.protocol.Transmission;
import java.io.IOException;
import java.net.SocketAddress;
import java.nio.ByteBuffer;
import java.util.Set;

/**
 * A remote export as a disk. Requests of several threads follow each other. Requests larger than the server takes are split, and
 * then not applied whole. Does not reconnect: after an {@link UnavailableException} a new client has to be made.
 *
 * <p>Trimming is sent as WRITE_ZEROES that may punch holes, because after NBD's TRIM anything may be read.
 */
public final class NbdClient implements BlockDevice {
    /** For requests without payload: what every server takes, and a multiple of every block size. */
    private static final long MAX_RANGE_BYTES = 1L << 30;

    private static final int ZEROS_BYTES = 1 << 20;
    private static final ReplyContent NOTHING = new ReplyContent() {};

    private final ServerOffer offer;
    private final ClientRequests requests;

    private NbdClient(ServerOffer offer, ClientRequests requests) {
        this.offer = offer;
        this.requests = requests;
    }

    /** Connects with {@link ClientSettings#defaults}. */
    public static NbdClient connect(SocketAddress address, String export) throws IOException {
        return connect(address, export, ClientSettings.defaults());
    }

    /**
     * Connects and opens the export, all within the connect timeout.
     *
     * @param export the empty name opens the server's default one
     * @throws UnavailableException when there is no server, or it does not answer in time
     * @throws NbdException when it has no such export, or is not an NBD server
     */
    public static NbdClient connect(SocketAddress address, String export, ClientSettings settings) throws IOException {
        String name = "export '%s' at %s".formatted(export, address);
        ClientStream stream = null;
        try {
            stream = ClientStream.connect(address, Deadline.in(settings.connectTimeout()));
            ServerOffer offer = new ClientHandshake(stream, export, settings.contexts()).agree();
            return new NbdClient(
                    offer, new ClientRequests(stream, offer.structured(), settings.requestTimeout(), name));
        } catch (IOException | RuntimeException failure) {
            if (stream != null) {
                stream.close();
            }
            if (failure instanceof NbdException refused) {
                throw refused;
            }
            throw new UnavailableException("cannot open %s: %s".formatted(name, failure), failure);
        }
    }

    @Override
    public long size() {
        return offer.size();
    }

    @Override
    public boolean isReadOnly() {
        return offer.isReadOnly();
    }

    /** The metadata contexts that the server agreed to tell. */
    public Set<String> contexts() {
        return offer.contexts().keySet();
    }

    @Override
    public void read(long offset, ByteBuffer target) throws IOException {
        Ranges.check(offset, target.remaining(), size());
        long at = offset;
        while (target.hasRemaining()) {
            int length = Math.min(target.remaining(), offer.maxPayload());
            ByteBuffer part = target.slice(target.position(), length);
            requests.execute(Transmission.READ, 0, at, length, null, new ReadTarget(at, part));
            target.position(target.position() + length);
            at += length;
        }
    }

    @Override
    public void write(long offset, ByteBuffer source) throws IOException {
        checkChange(offset, source.remaining());
        long at = offset;
        while (source.hasRemaining()) {
            int length = Math.min(source.remaining(), offer.maxPayload());
            ByteBuffer part = source.slice(source.position(), length);
            requests.execute(Transmission.WRITE, 0, at, length, part, NOTHING);
            source.position(source.position() + length);
            at += length;
        }
    }

    @Override
    public void zero(long offset, long length) throws IOException {
        checkChange(offset, length);
        long end = offset + length;
        long most = offer.canZero() ? MAX_RANGE_BYTES : ZEROS_BYTES;
        for (long at = offset; at < end; at += most) {
            long part = Math.min(most, end - at);
            if (offer.canZero()) {
                requests.execute(Transmission.WRITE_ZEROES, 0, at, part, null, NOTHING);
            } else {
                write(at, ByteBuffer.allocate((int) part));
            }
        }
    }

    @Override
    public void trim(long offset, long length) throws IOException {
        zero(offset, length);
    }

    @Override
    public void flush() throws IOException {
        if (offer.canFlush()) {
            requests.execute(Transmission.FLUSH, 0, 0, 0, null, NOTHING);
        }
    }

    @Override
    public void extents(long offset, long length, ExtentVisitor visitor) throws IOException {
        if (!contexts().contains(Handshake.BASE_ALLOCATION)) {
            BlockDevice.super.extents(offset, length, visitor);
            return;
        }
        blockStatus(
                Handshake.BASE_ALLOCATION,
                offset,
                length,
                (at, part, flags) -> visitor.visit(at, part, (flags & Transmission.STATE_ZERO) != 0));
    }

    /**
     * Tells what a metadata context says about a range, in order and without gaps. What the flags mean is the context's to define.
     *
     * @param context one of {@link #contexts}
     */
    public void blockStatus(String context, long offset, long length, StatusVisitor visitor) throws IOException {
        Ranges.check(offset, length, size());
        Integer id = offer.contexts().get(context);
        if (id == null) {
            throw new IllegalArgumentException("context %s was not agreed on, only %s".formatted(context, contexts()));
        }
        long end = offset + length;
        long at = offset;
        while (at < end) {
            StatusList statuses = new StatusList(id);
            long asked = Math.min(MAX_RANGE_BYTES, end - at);
            requests.execute(Transmission.BLOCK_STATUS, 0, at, asked, null, statuses);
            for (int i = 0; i < statuses.count() && at < end; i++) {
                long part = Math.min(statuses.length(i), end - at);
                visitor.visit(at, part, statuses.flags(i));
                at += part;
            }
        }
    }

    private void checkChange(long offset, long length) throws IOException {
        Ranges.check(offset, length, size());
        if (isReadOnly()) {
            throw new ReadOnlyDeviceException();
        }
    }

    /** Ends the session; waits for a request that is running. */
    @Override
    public void close() throws IOException {
        requests.close();
    }

    /** Receives the parts of a range; see {@link #blockStatus}. */
    @FunctionalInterface
    public interface StatusVisitor {
        void visit(long offset, long length, int flags) throws IOException;
    }
}
