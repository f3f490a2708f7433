package io.farshore.dist.wrong.core.log;

import java.io.IOException;
import java.nio.channels.SocketChannel;

/** A log that phones home. */
public record OpensSocket(int port) {
    public SocketChannel open() throws IOException {
        return SocketChannel.open();
    }
}
