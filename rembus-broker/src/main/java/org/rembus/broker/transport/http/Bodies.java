package org.rembus.broker.transport.http;

import java.nio.charset.StandardCharsets;
import java.util.Set;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.ItemKind;
import org.rembus.protocol.json.JsonToCbor;

/** What the bodies of requests mean to components. */
final class Bodies {
    private static final Set<String> NOTHING = Set.of("", "null", "[]", "{}");

    /** With spaces around it. */
    private static final int MOST_OF_NOTHING = 100;

    private Bodies() {}

    /** Whether there is none, or one that says as much. */
    static boolean isNothing(byte[] body) {
        return body.length <= MOST_OF_NOTHING && NOTHING.contains(new String(body, StandardCharsets.UTF_8).strip());
    }

    /** Of a call: an array of arguments, or nothing. */
    static Payload arguments(byte[] body, int maxNesting) throws ProtocolException {
        if (body.length == 0) {
            return Payload.NO_ARGUMENTS;
        }
        Payload arguments = JsonToCbor.read(body, 0, body.length, maxNesting);
        if (arguments.kind() != ItemKind.ARRAY) {
            throw new ProtocolException("the body of a call is a JSON array of arguments");
        }
        return arguments;
    }

    /** Of a message: an array is its arguments, any other value the only one. */
    static Payload data(byte[] body, int maxNesting) throws ProtocolException {
        if (body.length == 0) {
            return Payload.NO_ARGUMENTS;
        }
        Payload data = JsonToCbor.read(body, 0, body.length, maxNesting);
        return data.kind() == ItemKind.ARRAY ? data : Payload.ofArguments(data);
    }

    /** What an error says. What it holds besides a text is not looked at, for it may be long. */
    static String text(Payload data) {
        return data.kind() == ItemKind.TEXT ? String.valueOf(data.value()) : "refused";
    }
}
