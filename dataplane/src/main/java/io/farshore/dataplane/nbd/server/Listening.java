package io.farshore.dataplane.nbd.server;

import java.io.Closeable;
import java.io.IOException;
import java.net.BindException;
import java.net.SocketAddress;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import org.jspecify.annotations.Nullable;

/**
 * A bound address. For a unix socket it owns the file: takes the place of one whose server is gone, sets its mode, and removes it at the
 * end, unless somebody else has put another one there.
 */
final class Listening implements Closeable {
    private static final int BACKLOG = 128;

    private final ServerSocketChannel channel;
    private final @Nullable Path file;
    private final @Nullable Object fileKey;

    private Listening(ServerSocketChannel channel, @Nullable Path file) throws IOException {
        this.channel = channel;
        this.file = file;
        fileKey = file == null ? null : key(file);
    }

    static Listening open(SocketAddress address, SocketAccess access) throws IOException {
        return address instanceof UnixDomainSocketAddress unix ? openUnix(unix, access) : openTcp(address);
    }

    private static Listening openTcp(SocketAddress address) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(address, BACKLOG);
            return new Listening(channel, null);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            throw explained(address, failure);
        }
    }

    private static Listening openUnix(UnixDomainSocketAddress address, SocketAccess access) throws IOException {
        Path file = address.getPath();
        removeStale(address, file);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        boolean bound = false;
        try {
            channel.bind(address, BACKLOG);
            bound = true;
            access.apply(file);
            return new Listening(channel, file);
        } catch (IOException | RuntimeException failure) {
            channel.close();
            if (bound) {
                Files.deleteIfExists(file);
            }
            throw explained(address, failure);
        }
    }

    private static IOException explained(SocketAddress address, Exception failure) {
        return new IOException("cannot listen at %s: %s".formatted(address, failure), failure);
    }

    private static void removeStale(UnixDomainSocketAddress address, Path file) throws IOException {
        if (!Files.exists(file, LinkOption.NOFOLLOW_LINKS)) {
            return;
        }
        BasicFileAttributes found = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS);
        if (!found.isOther()) {
            throw new BindException("cannot listen at %s: a file that is no socket is in the way".formatted(file));
        }
        if (isAlive(address)) {
            throw new BindException("cannot listen at %s: another server does already".formatted(file));
        }
        Files.deleteIfExists(file);
    }

    /** A full queue of waiting clients is a sign of life as well, so any outcome but a refusal counts. */
    private static boolean isAlive(UnixDomainSocketAddress address) throws IOException {
        try (SocketChannel probe = SocketChannel.open(StandardProtocolFamily.UNIX)) {
            probe.configureBlocking(false);
            probe.connect(address);
            return true;
        } catch (java.net.ConnectException refused) {
            return false;
        }
    }

    ServerSocketChannel channel() {
        return channel;
    }

    @Override
    public void close() throws IOException {
        channel.close();
        if (file != null
                && Files.exists(file, LinkOption.NOFOLLOW_LINKS)
                && key(file).equals(fileKey)) {
            Files.deleteIfExists(file);
        }
    }

    private static Object key(Path file) throws IOException {
        Object key = Files.readAttributes(file, BasicFileAttributes.class, LinkOption.NOFOLLOW_LINKS)
                .fileKey();
        return key == null ? file : key;
    }
}
