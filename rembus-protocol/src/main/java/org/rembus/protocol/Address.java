package org.rembus.protocol;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where a component connects to, and under which name (PROTOCOL.md section 2):
 * {@code [<protocol>://][<host>][:<port>][/]<name>[?<query>]}.
 *
 * @param host a host name or literal; an IPv6 literal without its brackets
 * @param rid the component's name; null for an anonymous one
 * @param query what follows the question mark, empty when there is none
 */
public record Address(
        Scheme scheme, String host, int port, @Nullable Rid rid, String query) {
    /** What is taken for the parts that are missing, unless the environment says otherwise. */
    public static final Address DEFAULT_BASE = new Address(Scheme.WS, "127.0.0.1", Scheme.WS.defaultPort(), null, "");

    private static final int MAX_PORT = 65535;

    /** The protocols of addresses, with the ports that peers expect. */
    public enum Scheme {
        WS(8000),
        WSS(8000),
        TCP(8001),
        TLS(8001),
        ZMQ(8002),
        MQTT(1883),
        MQTTS(1883);

        private final int defaultPort;

        Scheme(int defaultPort) {
            this.defaultPort = defaultPort;
        }

        public int defaultPort() {
            return defaultPort;
        }

        static Optional<Scheme> parse(String text) {
            for (Scheme scheme : values()) {
                if (scheme.toString().equals(text.toLowerCase(Locale.ROOT))) {
                    return Optional.of(scheme);
                }
            }
            return Optional.empty();
        }

        /** The word before {@code ://}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    /**
     * Reads an address; what is missing comes from {@code base}. A text without protocol and without {@code :port} is a
     * name.
     *
     * @throws IllegalArgumentException if the text is no address, with a sentence that says why
     */
    public static Address parse(String text, Address base) {
        int mark = text.indexOf('?');
        String query = mark < 0 ? "" : text.substring(mark + 1);
        String location = mark < 0 ? text : text.substring(0, mark);
        int separator = location.indexOf("://");
        if (separator >= 0) {
            Scheme scheme = Scheme.parse(location.substring(0, separator))
                    .orElseThrow(() -> invalid(text, "unknown protocol " + location.substring(0, separator)));
            return withAuthority(text, scheme, location.substring(separator + 3), query, base);
        }
        if (startsWithPort(location)) {
            return withAuthority(text, base.scheme, location, query, base);
        }
        return new Address(base.scheme, base.host, base.port, ridOf(text, location), query);
    }

    /** The same address for another component. */
    public Address withRid(@Nullable Rid other) {
        return new Address(scheme, host, port, other, query);
    }

    private static boolean startsWithPort(String location) {
        int slash = location.indexOf('/');
        String authority = slash < 0 ? location : location.substring(0, slash);
        return authority.matches(".*:\\d+");
    }

    private static Address withAuthority(String text, Scheme scheme, String rest, String query, Address base) {
        int slash = rest.indexOf('/');
        String authority = slash < 0 ? rest : rest.substring(0, slash);
        String path = slash < 0 ? "" : rest.substring(slash + 1);
        int colon = authority.endsWith("]") ? -1 : authority.lastIndexOf(':');
        String host = colon < 0 ? authority : authority.substring(0, colon);
        int port = colon < 0 ? portFor(scheme, base) : portOf(text, authority.substring(colon + 1));
        if (host.startsWith("[") && host.endsWith("]")) {
            host = host.substring(1, host.length() - 1);
        }
        return new Address(scheme, host.isEmpty() ? base.host : host, port, ridOf(text, path), query);
    }

    private static int portFor(Scheme scheme, Address base) {
        return scheme == base.scheme ? base.port : scheme.defaultPort();
    }

    private static int portOf(String text, String digits) {
        try {
            int port = Integer.parseInt(digits);
            if (port > 0 && port <= MAX_PORT) {
                return port;
            }
        } catch (NumberFormatException notANumber) {
            throw invalid(text, "the port is no number", notANumber);
        }
        throw invalid(text, "the port is not between 1 and " + MAX_PORT);
    }

    private static @Nullable Rid ridOf(String text, String path) {
        String name = path.startsWith("/") ? path.substring(1) : path;
        if (name.isEmpty()) {
            return null;
        }
        String objection = Rid.objectionTo(name);
        if (!objection.isEmpty()) {
            throw invalid(text, objection);
        }
        Rid rid = new Rid(name);
        return rid.isAnonymous() ? null : rid;
    }

    private static IllegalArgumentException invalid(String text, String reason) {
        return new IllegalArgumentException("\"" + text + "\" is no Rembus address: " + reason);
    }

    private static IllegalArgumentException invalid(String text, String reason, Throwable cause) {
        return new IllegalArgumentException("\"" + text + "\" is no Rembus address: " + reason, cause);
    }

    /** The address in full. */
    @Override
    public String toString() {
        String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + literal + ":" + port + (rid == null ? "" : "/" + rid)
                + (query.isEmpty() ? "" : "?" + query);
    }
}
