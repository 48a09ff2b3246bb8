package org.rembus.broker.transport.http;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The names by which this broker may be asked: those that nobody can give to its address who has no business with it, and those that are set.
 * A foreign page can pass for one of the broker's own host only by a name of its own (DNS rebinding).
 */
final class HostNames {
    private static final String ANY = "*";

    /** Below these nobody can have a name in the public DNS (RFC 6762, RFC 8375, ICANN's reservation, and Kubernetes' services). */
    private static final List<String> PRIVATE = List.of(".localhost", ".local", ".internal", ".home.arpa", ".svc");

    private static final Pattern ADDRESS = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
    private static final Pattern LOOPBACK = Pattern.compile("127(\\.\\d{1,3}){3}");

    private final List<String> names;

    /** @param names names, or what names end in, such as {@code .example.org}; {@code *} for any */
    HostNames(Stream<String> names) {
        this.names = names.map(name -> name.strip().toLowerCase(Locale.ROOT))
                .filter(name -> !name.isEmpty())
                .toList();
    }

    /** Those in a list, separated by commas. */
    static Stream<String> in(String list) {
        return Arrays.stream(list.split(","));
    }

    /** Of a Host header, without the port. */
    static String of(String header) {
        String host = header.strip().toLowerCase(Locale.ROOT);
        int end = host.startsWith("[") ? host.indexOf(']') + 1 : host.indexOf(':');
        return end > 0 ? host.substring(0, end) : host;
    }

    /** Whether it is one of those that are set. */
    boolean has(String host) {
        return names.stream()
                .anyMatch(name -> name.equals(ANY) || name.equals(host) || name.startsWith(".") && host.endsWith(name));
    }

    /** Whether a broker may be asked by it at an address that only this machine reaches. */
    boolean isOfThisMachine(String host) {
        return host.equals("localhost")
                || host.endsWith(".localhost")
                || host.equals("[::1]")
                || LOOPBACK.matcher(host).matches()
                || has(host);
    }

    /** Whether a broker may be asked by it at an address that others reach: a name without a dot is never one of the public DNS. */
    boolean isOfTheNetwork(String host) {
        return host.startsWith("[")
                || ADDRESS.matcher(host).matches()
                || !host.contains(".")
                || PRIVATE.stream().anyMatch(host::endsWith)
                || has(host);
    }
}
