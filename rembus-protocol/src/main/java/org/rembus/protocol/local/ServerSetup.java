package org.rembus.protocol.local;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a server is told when it starts.
 *
 * @param name its rid
 * @param host the host name or address to listen on; null for the usual one
 * @param doors where to listen; none for the usual place
 * @param home the folder of all brokers and components; null for that of the environment
 * @param settings what a broker can be set to, by the keys of its {@code settings.json}
 */
public record ServerSetup(
        String name,
        @Nullable String host,
        List<Door> doors,
        @Nullable Path home,
        Map<String, String> settings) {

    /** How peers come in. */
    public enum Transport {
        WEB_SOCKET,
        SECURE_WEB_SOCKET,
        TCP,
        TLS,
        ZMQ,
        HTTP
    }

    /** @param port 0 for any free one */
    public record Door(Transport transport, int port) {}

    public ServerSetup {
        doors = List.copyOf(doors);
        settings = Map.copyOf(settings);
    }
}
