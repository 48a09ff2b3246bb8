package org.rembus.interop;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.BrokerStartException;
import org.rembus.broker.settings.Settings;

/** Our broker on a port of its own, with nothing set by the environment. */
final class JavaBroker implements RunningBroker {
    /** Shorter than the shortest that a peer waits, so that peers see the broker's time-out and not their own. */
    static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(2);

    private static final Duration PATIENCE = Duration.ofSeconds(50);

    private final Broker broker;
    private final LogTail log;

    private JavaBroker(Broker broker, LogTail log) {
        this.broker = broker;
        this.log = log;
    }

    /** @param home an existing folder, for what the broker keeps */
    static JavaBroker start(Path home) throws BrokerStartException {
        return start(options(home));
    }

    /**
     * In TLS, too, for which {@link Certificates} have been made in that home; and with so much patience that nothing is sent twice,
     * or given up, because the machine is busy.
     */
    static JavaBroker startSecure(Path home) throws BrokerStartException {
        return start(options(home)
                .secureWebSocket(0)
                .tls(0)
                .set(Settings.REQUEST_TIMEOUT, PATIENCE)
                .set(Settings.ACK_TIMEOUT, PATIENCE));
    }

    private static BrokerOptions.Builder options(Path home) {
        return BrokerOptions.builder()
                .environment(Map.of())
                .home(home)
                .webSocket(0)
                .tcp(0)
                .zmq(0)
                .set(Settings.REQUEST_TIMEOUT, REQUEST_TIMEOUT);
    }

    private static JavaBroker start(BrokerOptions.Builder options) throws BrokerStartException {
        LogTail log = LogTail.ofThisJvm();
        return new JavaBroker(Broker.start(options.build()), log);
    }

    @Override
    public String url(String name) {
        return address("ws") + (name.isEmpty() ? "" : "/" + name);
    }

    @Override
    public int port() {
        return bound("ws").getPort();
    }

    /** Its port for TCP, on the loopback address. */
    int tcpPort() {
        return bound("tcp").getPort();
    }

    /** Its port for ZeroMQ, on the loopback address. */
    int zmqPort() {
        return bound("zmq").getPort();
    }

    /** The address of anonymous components that come by this protocol. */
    String address(String scheme) {
        return bound(scheme).toString();
    }

    private URI bound(String scheme) {
        return broker.addresses().stream()
                .filter(address -> scheme.equals(address.getScheme()))
                .findFirst()
                .orElseThrow();
    }

    /** The broker itself, for components in this process. */
    Broker broker() {
        return broker;
    }

    @Override
    public String testimony() {
        return "the broker has counted " + broker.statistics() + " and says:\n" + log.text();
    }

    @Override
    public void close() {
        broker.close();
        log.close();
    }
}
