package org.rembus.interop;

import java.util.HexFormat;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import tools.jackson.databind.JsonNode;

/**
 * What reached a handler of a foreign component.
 *
 * @param kind whether a subscription or a service was called
 * @param topic what was subscribed or exposed: for a pattern, the pattern
 * @param arguments what the handler was called with: always an array
 */
record PeerEvent(Kind kind, String topic, Payload arguments) {
    enum Kind {
        MESSAGE,
        REQUEST
    }

    static PeerEvent message(String topic, Payload arguments) {
        return new PeerEvent(Kind.MESSAGE, topic, arguments);
    }

    static PeerEvent request(String topic, Payload arguments) {
        return new PeerEvent(Kind.REQUEST, topic, arguments);
    }

    static PeerEvent of(JsonNode line) {
        Kind kind = line.get("event").asString().equals("message") ? Kind.MESSAGE : Kind.REQUEST;
        return new PeerEvent(
                kind, line.get("topic").asString(), payload(line.get("args").asString()));
    }

    static Payload payload(String hex) {
        try {
            return Payload.parse(HexFormat.of().parseHex(hex));
        } catch (ProtocolException e) {
            throw new IllegalStateException("the peer's own CBOR library wrote what is no CBOR: " + hex, e);
        }
    }
}
