package io.farshore.dataplane.nbd;

import static org.assertj.core.api.Assertions.assertThat;

import io.farshore.dataplane.nbd.server.ConnectionListener;
import io.farshore.dataplane.nbd.server.Session;
import java.io.IOException;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

/** What a server told its listener, to be waited for. */
final class Events implements ConnectionListener {
    private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

    @Override
    public void opened(Session session) {
        told.add("opened " + session.export());
    }

    @Override
    public void closed(Session session, String reason) {
        told.add("closed " + session.export() + ": " + reason);
    }

    @Override
    public void refused(String peer, String reason) {
        told.add("refused: " + reason);
    }

    @Override
    public void deviceFailed(Session session, String command, long offset, long length, IOException failure) {
        told.add("failed: %s %d+%d %s".formatted(command, offset, length, failure.getMessage()));
    }

    /** The next event. */
    String next() throws InterruptedException {
        String event = told.poll(20, TimeUnit.SECONDS);
        assertThat(event).as("an event within 20 s").isNotNull();
        return String.valueOf(event);
    }
}
