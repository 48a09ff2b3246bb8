package org.rembus.protocol;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Address.Scheme;

/** Takes an address apart; what is wrong is an IllegalArgumentException whose message is the reason alone. */
final class AddressParser {
    private static final int MAX_PORT_DIGITS = 5;
    private static final String NO_POOL = "pool=false";

    private final Address base;

    /** @param base where protocol, host and port come from when they are missing */
    AddressParser(Address base) {
        this.base = base;
    }

    Address parse(String text) {
        String query = query(text);
        String location = beforeQuery(text);
        int separator = location.indexOf("://");
        if (separator >= 0) {
            return withHost(scheme(location.substring(0, separator)), location.substring(separator + 3), query);
        }
        if (startsWithHost(location)) {
            return withHost(base.scheme(), location, query);
        }
        String name = location.startsWith("/") ? location.substring(1) : location;
        return new Address(base.scheme(), base.host(), base.port(), rid(name), query);
    }

    /** The same place for a component of this name, and of this query if there is one. */
    static Address named(Address place, String text) {
        String query = query(text);
        Rid name = new Rid(beforeQuery(text));
        return new Address(place.scheme(), place.host(), place.port(), name, query.isEmpty() ? place.query() : query);
    }

    private static String beforeQuery(String text) {
        int mark = text.indexOf('?');
        return mark < 0 ? text : text.substring(0, mark);
    }

    /** What is asked for, which is nothing that would be left out without a word. */
    private static String query(String text) {
        int mark = text.indexOf('?');
        String query = mark < 0 ? "" : text.substring(mark + 1);
        for (String part : query.isEmpty() ? new String[0] : query.split("&", -1)) {
            if (!part.equals(Address.POOL) && !part.equals(NO_POOL)) {
                throw new IllegalArgumentException("after the question mark there can be " + Address.POOL + " only");
            }
        }
        return query;
    }

    /** Whether this says where a broker is: a name alone does not. */
    static boolean saysWhere(String text) {
        String location = beforeQuery(text);
        return location.contains("://") || startsWithHost(location);
    }

    private static boolean startsWithHost(String location) {
        String place = beforeSlash(location);
        int colon = place.lastIndexOf(':');
        boolean endsWithPort = colon >= 0 && colon < place.length() - 1 && isDigits(place.substring(colon + 1));
        return endsWithPort || (place.startsWith("[") && place.endsWith("]"));
    }

    private Address withHost(Scheme scheme, String location, String query) {
        if (location.isEmpty()) {
            throw new IllegalArgumentException("neither host nor name follows, as in " + Address.DEFAULT_BASE);
        }
        String place = beforeSlash(location);
        if (place.indexOf('@') >= 0) {
            throw new IllegalArgumentException("it has a user or a password, but a component has a name, as in "
                    + Address.DEFAULT_BASE + "/myname");
        }
        String name = place.length() == location.length() ? "" : location.substring(place.length() + 1);
        int colon = place.endsWith("]") ? -1 : place.lastIndexOf(':');
        int port = colon < 0 ? portFor(scheme) : port(place.substring(colon + 1));
        String host = host(colon < 0 ? place : place.substring(0, colon));
        return new Address(scheme, host, port, rid(name), query);
    }

    private static String beforeSlash(String location) {
        int slash = location.indexOf('/');
        return slash < 0 ? location : location.substring(0, slash);
    }

    private static Scheme scheme(String word) {
        return Scheme.parse(word)
                .orElseThrow(() -> new IllegalArgumentException(
                        "it names an unknown protocol; one of a broker begins with ws://"));
    }

    private String host(String text) {
        if (text.isEmpty()) {
            return base.host();
        }
        if (text.startsWith("[") && text.endsWith("]")) {
            String literal = text.substring(1, text.length() - 1);
            if (literal.indexOf(':') < 0) {
                throw new IllegalArgumentException("only an IPv6 address stands in brackets");
            }
            return literal;
        }
        if (text.indexOf(':') >= 0) {
            throw new IllegalArgumentException("an IPv6 address must stand in brackets");
        }
        return text;
    }

    private int portFor(Scheme scheme) {
        return scheme == base.scheme() ? base.port() : scheme.defaultPort();
    }

    private static int port(String digits) {
        if (digits.isEmpty() || !isDigits(digits)) {
            throw new IllegalArgumentException("the port is no number");
        }
        // More digits than any port has: some number that the address refuses.
        return digits.length() > MAX_PORT_DIGITS ? Integer.MAX_VALUE : Integer.parseInt(digits);
    }

    private static boolean isDigits(String text) {
        return text.chars().allMatch(c -> c >= '0' && c <= '9');
    }

    private static @Nullable Rid rid(String name) {
        if (name.isEmpty()) {
            return null;
        }
        Rid rid = new Rid(name);
        return rid.isAnonymous() ? null : rid;
    }
}
