package org.rembus.cli;

import java.util.Map;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.BrokerStartException;
import org.rembus.broker.settings.Settings;

/** Brokers for tests: on this host, with default settings. */
final class TestBroker {
    private TestBroker() {}

    /** On any free port. */
    static Broker start() {
        return start(0);
    }

    static Broker start(int port) {
        try {
            return Broker.start(BrokerOptions.builder()
                    .set(Settings.STORE, Settings.Store.NONE)
                    .environment(Map.of("REMBUS_DIR", "/nonexistent"))
                    .webSocket(port)
                    .tcp(0)
                    .build());
        } catch (BrokerStartException failure) {
            throw new AssertionError(failure);
        }
    }

    static String url(Broker broker) {
        return broker.addresses().get(0).toString();
    }

    static String tcpUrl(Broker broker) {
        return broker.addresses().get(1).toString();
    }
}
