package org.rembus.client.connection;

import java.time.Duration;
import org.rembus.client.tls.TlsFiles;
import org.rembus.protocol.Address;
import org.rembus.protocol.Encoding;

/**
 * Where links lead.
 *
 * @param tls what the way there needs when it is encrypted
 * @param encoding how messages are written, CBOR unless this is a WebSocket
 * @param maxMessageBytes the longest message that is received
 * @param pingInterval how often a component pings that has to, whatever it hears; zero: never
 */
public record Destination(
        Address address, TlsFiles tls, Encoding encoding, int maxMessageBytes, Duration pingInterval) {
    boolean isEncrypted() {
        return address.isEncrypted();
    }

    boolean isWebSocket() {
        return address.scheme() == Address.Scheme.WS || address.scheme() == Address.Scheme.WSS;
    }

    boolean isZmq() {
        return address.scheme() == Address.Scheme.ZMQ;
    }
}
