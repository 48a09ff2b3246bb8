package org.rembus.broker.routing;

import java.time.Duration;
import java.util.Set;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.time.TurnTime;
import org.rembus.protocol.Payload;

/** The services that every broker has, for all tenants (PROTOCOL.md section 7). */
final class Builtins {
    private static final String RID = "rid";
    private static final String VERSION = "version";
    private static final String UPTIME = "uptime";
    private static final Set<String> TOPICS = Set.of(RID, VERSION, UPTIME);

    private final String name;
    private final String version;
    private final TurnTime time;

    Builtins(RouterOptions options, TurnTime time) {
        this.name = options.name();
        this.version = options.version();
        this.time = time;
    }

    static boolean has(String topic) {
        return TOPICS.contains(topic);
    }

    Payload call(String topic) {
        return switch (topic) {
            case RID -> Payload.of(name);
            case VERSION -> Payload.of(version);
            case UPTIME ->
                Payload.of("up for " + Duration.ofNanos(time.sinceStartNs()).toSeconds() + " seconds");
            default -> throw new IllegalArgumentException(topic);
        };
    }
}
