package io.farshore.dataplane.nbd.client;

import java.time.Duration;
import java.util.List;

/**
 * How patient a client is, and what it wants to know beyond the data.
 *
 * @param connectTimeout for connecting and shaking hands together
 * @param requestTimeout for one request, from sending it to the end of the reply
 * @param contexts metadata contexts to ask for besides {@code base:allocation}, such as {@code qemu:dirty-bitmap:b0}
 */
public record ClientSettings(Duration connectTimeout, Duration requestTimeout, List<String> contexts) {
    public ClientSettings {
        if (!connectTimeout.isPositive() || !requestTimeout.isPositive()) {
            throw new IllegalArgumentException(
                    "timeouts must be positive: connect %s, request %s".formatted(connectTimeout, requestTimeout));
        }
        contexts = List.copyOf(contexts);
    }

    /** 10 s to connect, 60 s for a request, no further contexts. */
    public static ClientSettings defaults() {
        return new ClientSettings(Duration.ofSeconds(10), Duration.ofSeconds(60), List.of());
    }

    public ClientSettings withConnectTimeout(Duration timeout) {
        return new ClientSettings(timeout, requestTimeout, contexts);
    }

    public ClientSettings withRequestTimeout(Duration timeout) {
        return new ClientSettings(connectTimeout, timeout, contexts);
    }

    public ClientSettings withContexts(String... names) {
        return new ClientSettings(connectTimeout, requestTimeout, List.of(names));
    }
}
