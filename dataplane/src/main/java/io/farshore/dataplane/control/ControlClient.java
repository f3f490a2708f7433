package io.farshore.dataplane.control;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.farshore.core.failure.UnavailableException;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/** Sends one request to the capture that listens in a folder. */
public final class ControlClient {
    private static final ObjectMapper JSON = new ObjectMapper();

    private ControlClient() {}

    /** An empty request for this command. */
    public static ObjectNode request(String command) {
        return JSON.createObjectNode().put("command", command);
    }

    /**
     * Sends the request and waits for the answer.
     *
     * @throws IllegalArgumentException when nothing runs there, or when the request was refused
     */
    public static JsonNode send(Path folder, ObjectNode request) throws IOException {
        Path socket = folder.resolve(ControlServer.SOCKET);
        if (!Files.exists(socket)) {
            throw new IllegalArgumentException(
                    "no farshore replicates in %s: there is no %s there; is it running, and is the folder right (--listen)?"
                            .formatted(folder, ControlServer.SOCKET));
        }
        JsonNode answer = exchange(socket, request);
        if (!answer.path("ok").asBoolean()) {
            throw new IllegalArgumentException(answer.path("error").asText("the request was refused"));
        }
        return answer;
    }

    /** Whether somebody listens in the folder. */
    static boolean answers(Path folder) {
        Path socket = folder.resolve(ControlServer.SOCKET);
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket))) {
            return channel.isConnected();
        } catch (IOException e) {
            return false;
        }
    }

    private static JsonNode exchange(Path socket, ObjectNode request) throws IOException {
        try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(socket));
                BufferedReader reader = new BufferedReader(Channels.newReader(channel, StandardCharsets.UTF_8))) {
            ByteBuffer bytes = ByteBuffer.wrap((request + "\n").getBytes(StandardCharsets.UTF_8));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            String line = reader.readLine();
            if (line == null) {
                throw new UnavailableException("no answer at " + socket + ": farshore there has ended");
            }
            return JSON.readTree(line);
        } catch (UnavailableException e) {
            throw e;
        } catch (IOException e) {
            throw new UnavailableException("cannot reach farshore at %s: %s".formatted(socket, e.getMessage()), e);
        }
    }
}
