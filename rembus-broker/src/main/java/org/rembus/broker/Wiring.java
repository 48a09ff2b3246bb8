package org.rembus.broker;

import org.rembus.broker.routing.NameRules;
import org.rembus.broker.routing.RouterOptions;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.BufferBudget;
import org.rembus.broker.transport.ws.WebSocketOptions;
import org.rembus.protocol.Version;

/** Turns what is set into what each part is told. */
final class Wiring {
    private Wiring() {}

    static RouterOptions routerOptions(BrokerOptions options) {
        Settings settings = options.settings();
        return new RouterOptions(
                options.name(),
                Version.current(),
                settings.get(Settings.REQUEST_TIMEOUT),
                settings.get(Settings.ACK_TIMEOUT),
                Math.toIntExact(settings.get(Settings.SEND_RETRIES)),
                Math.toIntExact(settings.get(Settings.MAX_INFLIGHT)),
                Math.toIntExact(settings.get(Settings.MAX_OUTSTANDING)),
                Math.toIntExact(settings.get(Settings.MAX_TOPICS)),
                settings.get(Settings.MAX_PENDING),
                settings.get(Settings.OVERWRITE_CONNECTION)
                        ? RouterOptions.WhenConnected.CLOSE_OLDER
                        : RouterOptions.WhenConnected.REFUSE_NEWER,
                settings.get(Settings.PUBLISH_CALLS) ? RouterOptions.PublishCalls.YES : RouterOptions.PublishCalls.NO,
                settings.get(Settings.MSG_FROM_UNIT),
                settings.get(Settings.POLICY),
                new NameRules(
                        Math.toIntExact(settings.get(Settings.MAX_NAME)),
                        Math.toIntExact(settings.get(Settings.MAX_TOPIC))));
    }

    static WebSocketOptions webSocketOptions(Settings settings) {
        return new WebSocketOptions(
                Math.toIntExact(settings.get(Settings.MAX_WS_FRAME)),
                Math.toIntExact(settings.get(Settings.MAX_NESTING)),
                Math.toIntExact(settings.get(Settings.MAX_OUTPUT)),
                settings.get(Settings.HANDSHAKE_TIMEOUT),
                settings.get(Settings.MESSAGE_TIMEOUT),
                settings.get(Settings.WS_PING_INTERVAL),
                WebSocketOptions.DEFAULT.closeTimeout());
    }

    static Admission admission(Settings settings) {
        return new Admission(
                Math.toIntExact(settings.get(Settings.MAX_CONNECTIONS)),
                Math.toIntExact(settings.get(Settings.MAX_HANDSHAKES)));
    }

    static BufferBudget budget(Settings settings) {
        long bytes = settings.get(Settings.MEMORY_BUFFERS);
        return bytes > 0 ? new BufferBudget(bytes) : BufferBudget.halfOfDirectMemory();
    }
}
