package io.farshore.dataplane.control;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.Channels;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.jspecify.annotations.Nullable;

/** Answers requests on a unix socket of mode 0600. What a command does is the {@link Handler}'s. */
public final class ControlServer implements AutoCloseable {
    /** The socket's name in the folder that a capture listens in. */
    public static final String SOCKET = "control.sock";

    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int LONGEST_REQUEST = 1 << 16;

    private final Path socket;
    private final ServerSocketChannel channel;
    private final Handler handler;

    /** Carries out commands. */
    @FunctionalInterface
    public interface Handler {
        /**
         * @return the answer's fields
         * @throws IllegalArgumentException what is wrong with the request, for its sender
         */
        ObjectNode handle(String command, JsonNode request) throws IOException;
    }

    private ControlServer(Path socket, ServerSocketChannel channel, Handler handler) {
        this.socket = socket;
        this.channel = channel;
        this.handler = handler;
    }

    /** @throws IllegalArgumentException when somebody answers there already */
    public static ControlServer listen(Path folder, Handler handler) throws IOException {
        Path socket = folder.resolve(SOCKET);
        refuseIfInUse(folder);
        Files.deleteIfExists(socket);
        ServerSocketChannel channel = ServerSocketChannel.open(StandardProtocolFamily.UNIX);
        channel.bind(UnixDomainSocketAddress.of(socket));
        Files.setPosixFilePermissions(socket, PosixFilePermissions.fromString("rw-------"));
        ControlServer server = new ControlServer(socket, channel, handler);
        Thread.ofVirtual().name("control " + folder).start(server::accept);
        return server;
    }

    /** @throws IllegalArgumentException when somebody answers in that folder */
    public static void refuseIfInUse(Path folder) {
        if (ControlClient.answers(folder)) {
            throw new IllegalArgumentException(
                    folder + " is in use by another running farshore: stop it, or choose another folder");
        }
    }

    private void accept() {
        while (channel.isOpen()) {
            try {
                SocketChannel client = channel.accept();
                Thread.ofVirtual().name("control client").start(() -> serve(client));
            } catch (AsynchronousCloseException e) {
                return;
            } catch (ClosedChannelException e) {
                return;
            } catch (IOException e) {
                System.getLogger("io.farshore.dataplane.control")
                        .log(System.Logger.Level.WARNING, "cannot accept at " + socket, e);
                return;
            }
        }
    }

    private void serve(SocketChannel client) {
        try (client;
                BufferedReader reader = new BufferedReader(Channels.newReader(client, StandardCharsets.UTF_8))) {
            for (String line = readLine(reader); line != null; line = readLine(reader)) {
                byte[] answer = (answer(line) + "\n").getBytes(StandardCharsets.UTF_8);
                ByteBuffer bytes = ByteBuffer.wrap(answer);
                while (bytes.hasRemaining()) {
                    client.write(bytes);
                }
            }
        } catch (IOException e) {
            // The client is gone; nobody is left to be told.
        }
    }

    private ObjectNode answer(String line) {
        try {
            JsonNode request = JSON.readTree(line);
            return handler.handle(request.path("command").asText(), request).put("ok", true);
        } catch (JsonProcessingException e) {
            return refused("a request is one JSON object on one line");
        } catch (IOException | RuntimeException e) {
            return refused(String.valueOf(e.getMessage()));
        }
    }

    private static ObjectNode refused(String reason) {
        return JSON.createObjectNode().put("ok", false).put("error", reason);
    }

    private static @Nullable String readLine(BufferedReader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int next = reader.read(); next != '\n'; next = reader.read()) {
            if (next < 0) {
                return null;
            }
            if (line.length() == LONGEST_REQUEST) {
                throw new IOException("a request longer than " + LONGEST_REQUEST);
            }
            line.append((char) next);
        }
        return line.toString();
    }

    @Override
    public void close() throws IOException {
        channel.close();
        Files.deleteIfExists(socket);
    }
}
