package org.rembus.broker;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.rembus.broker.transport.arrival.Listener;

/** Where a broker is to listen, tried before there is anything: who cannot listen leaves no folder behind. */
final class Ports {
    private Ports() {}

    /** @throws IOException if it cannot listen where the options say; the message is a sentence for the user */
    static void expectFree(BrokerOptions options) throws IOException {
        Map<Integer, String> taken = new HashMap<>();
        expectFree("ws", options.webSockets(), options, taken);
        expectFree("http", options.http(), options, taken);
        expectFree("tcp", options.tcp(), options, taken);
        expectFree("zmq", options.zmq(), options, taken);
        expectFree("wss", options.secureWebSockets(), options, taken);
        expectFree("tls", options.tls(), options, taken);
    }

    private static void expectFree(
            String scheme, List<InetSocketAddress> addresses, BrokerOptions options, Map<Integer, String> taken)
            throws IOException {
        for (InetSocketAddress address : addresses) {
            if (address.isUnresolved()) {
                throw new IOException("cannot listen on " + options.host() + ": no such host");
            }
            String other = address.getPort() == 0 ? null : taken.put(address.getPort(), scheme);
            if (other != null) {
                throw new IOException("port " + address.getPort() + " is given twice, for " + other + " and " + scheme);
            }
            Listener.expectFree(address);
        }
    }
}
