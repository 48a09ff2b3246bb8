package org.rembus.protocol;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a component connects to, and under which name (PROTOCOL.md section 2):
 * {@code [<protocol>://][<host>][:<port>][/]<name>[?<query>]}.
 *
 * @param host a host name or literal; an IPv6 literal without its brackets
 * @param rid the component's name; null for an anonymous one
 * @param query what follows the question mark, empty when there is none; {@code pool=true} is all that can be asked for
 */
public record Address(
        Scheme scheme, String host, int port, @Nullable Rid rid, String query) {
    /** What is taken for the parts that are missing, unless the environment says otherwise. */
    public static final Address DEFAULT_BASE = new Address(Scheme.WS, "127.0.0.1", Scheme.WS.defaultPort(), null, "");

    static final String POOL = "pool=true";

    private static final Pattern USER = Pattern.compile("(?<=^|://)[^/]*@");
    private static final int MAX_PORT = 65535;
    private static final int MAX_HOST_CHARACTERS = 253;

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
                if (scheme.name().equalsIgnoreCase(text)) {
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

    /** @throws IllegalArgumentException if the host or the port is none, with a phrase that says why */
    public Address {
        String objection = objectionToHost(host);
        if (!objection.isEmpty()) {
            throw new IllegalArgumentException(objection);
        }
        if (port < 1 || port > MAX_PORT) {
            throw new IllegalArgumentException("the port is not between 1 and " + MAX_PORT);
        }
    }

    /**
     * Reads an address; protocol, host and port come from {@code base} where they are missing, but with another protocol
     * than that of {@code base} the port is the default one. A text with neither protocol nor {@code :port} nor a host in
     * brackets is a name.
     *
     * @throws IllegalArgumentException if the text is no address, with a sentence that says why
     */
    public static Address parse(String text, Address base) {
        try {
            return new AddressParser(base).parse(text);
        } catch (IllegalArgumentException reason) {
            throw new IllegalArgumentException(shown(text) + " is no Rembus address: " + reason.getMessage(), reason);
        }
    }

    /**
     * Reads an address of which a protocol, a port or a host in brackets shows that it is one: a word alone would be taken for
     * a name, where hardly one was meant.
     *
     * @throws IllegalArgumentException if it is none, with a sentence that says why
     */
    public static Address parseUrl(String text, Address base) {
        if (!AddressParser.saysWhere(text)) {
            throw new IllegalArgumentException(shown(text) + " is no URL such as " + DEFAULT_BASE);
        }
        return parse(text, base);
    }

    /** Whether the way there is in TLS. */
    public boolean isEncrypted() {
        return scheme == Scheme.WSS || scheme == Scheme.TLS;
    }

    /** The same address for another component. */
    public Address withRid(@Nullable Rid other) {
        return new Address(scheme, host, port, other, query);
    }

    /** The place alone, where no component has said its name. */
    public Address place() {
        return new Address(scheme, host, port, null, "");
    }

    /** The same place for the component of another address. */
    public Address forComponentOf(Address other) {
        return new Address(scheme, host, port, other.rid, other.query);
    }

    /**
     * The same place for the component of this name, which may be shared: {@code worker}, {@code worker?pool=true}.
     *
     * @throws IllegalArgumentException if this is no legal name
     */
    public Address named(String name) {
        return AddressParser.named(this, name);
    }

    /** Whether the component shares its name with other connections, and their work with them. */
    public boolean isPool() {
        return List.of(query.split("&", -1)).contains(POOL);
    }

    /**
     * What the component calls itself in IDENTITY (PROTOCOL.md section 6): its name and, if it shares that with other
     * connections, {@code ?pool=true}. Null for an anonymous one.
     */
    public @Nullable String cid() {
        if (rid == null) {
            return null;
        }
        return isPool() ? rid + "?" + POOL : rid.name();
    }

    private static String objectionToHost(String host) {
        if (host.isEmpty()) {
            return "the host is missing";
        }
        if (host.length() > MAX_HOST_CHARACTERS) {
            return "the host is longer than " + MAX_HOST_CHARACTERS + " characters";
        }
        boolean literal = host.indexOf(':') >= 0;
        boolean legal = host.chars().allMatch(c -> literal ? isPartOfIpv6(c) : isPartOfHostName(c));
        return legal ? "" : "the host has a character that no host name has";
    }

    private static boolean isPartOfHostName(int c) {
        return Character.isLetterOrDigit(c) || c == '.' || c == '-' || c == '_';
    }

    /** The zone after a percent sign is a name of its own. */
    private static boolean isPartOfIpv6(int c) {
        return isPartOfHostName(c) || c == ':' || c == '%';
    }

    /** In quotes, shortened, without a password, and without anything that could disturb a terminal or a log. */
    private static String shown(String text) {
        int most = 200;
        String harmless = USER.matcher(text).replaceFirst("…@");
        String start = harmless.length() > most ? harmless.substring(0, most) + "…" : harmless;
        return '"' + start.replaceAll("\\p{Cntrl}", "?") + '"';
    }

    /** The address in full. */
    @Override
    public String toString() {
        String literal = host.indexOf(':') >= 0 ? "[" + host + "]" : host;
        return scheme + "://" + literal + ":" + port + (rid == null ? "" : "/" + rid)
                + (query.isEmpty() ? "" : "?" + query);
    }
}
