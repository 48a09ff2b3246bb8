package org.rembus.broker.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Which web pages may use this broker: those of its own host, whatever their port, and those that are allowed by name. Who is
 * no browser says nothing of pages and is not concerned.
 *
 * <p>Requests must also ask for a host that is the broker's: otherwise a page could give its own name the broker's address (DNS rebinding)
 * and pass for one of the same host. See {@link HostNames}.
 */
public final class Origins {
    private static final String ANY = "*";

    /** What a browser says of a page of this very origin, and of what no page but its user asked for. */
    private static final Set<String> OWN_SITES = Set.of("same-origin", "none");

    private final Set<String> allowed;
    private final HostNames hosts;

    private Origins(Set<String> allowed, Stream<String> hosts) {
        this.allowed = allowed;
        this.hosts = new HostNames(Stream.concat(allowed.stream().map(Origins::hostOf), hosts));
    }

    /**
     * What is allowed.
     *
     * @param list origins such as {@code https://example.org}, separated by commas; {@code *} for every one
     * @param hosts names by which the broker may be asked, such as {@code broker.example.org} or {@code .example.org}, separated by commas;
     *     {@code *} for any
     */
    public static Origins of(String list, String hosts) {
        Set<String> allowed = new HashSet<>();
        Arrays.stream(list.split(","))
                .map(origin -> origin.strip().toLowerCase(Locale.ROOT))
                .filter(origin -> !origin.isEmpty())
                .forEach(allowed::add);
        return new Origins(allowed, HostNames.in(hosts));
    }

    /** Why a request may not be answered; empty when it may. */
    Optional<String> objectionToRequest(HttpHeaders headers, Reach reach) {
        Optional<String> objection = objectionToHost(headers, reach);
        if (objection.isPresent()) {
            return objection;
        }
        return headers.contains(HttpHeaderNames.ORIGIN)
                ? objectionToOrigin(headers, headers.get(HttpHeaderNames.ORIGIN, ""))
                : objectionToSite(headers);
    }

    /**
     * Images, links and the like name no origin. What site they are of, browsers tell whoever is reached by TLS or on this machine; the
     * page itself, or its origin, they tell everybody, unless the page has forbidden it.
     */
    private Optional<String> objectionToSite(HttpHeaders headers) {
        String site = headers.get("Sec-Fetch-Site", "");
        String page = headers.get(HttpHeaderNames.REFERER);
        boolean saysNothing = site.isEmpty() && page == null;
        return saysNothing || OWN_SITES.contains(site)
                ? Optional.empty()
                : objectionToOrigin(headers, page == null ? "" : originOf(page));
    }

    /** The same for the handshake of a WebSocket: browsers always say where the page comes from. */
    public Optional<String> objectionToHandshake(HttpHeaders headers, Reach reach) {
        return headers.contains(HttpHeaderNames.ORIGIN) ? objectionToRequest(headers, reach) : Optional.empty();
    }

    private Optional<String> objectionToOrigin(HttpHeaders headers, String named) {
        String origin = named.toLowerCase(Locale.ROOT);
        String host = hostOf("http://" + headers.get(HttpHeaderNames.HOST, ""));
        boolean welcome = allowed.contains(ANY) || allowed.contains(origin);
        boolean sameHost = !host.isEmpty() && host.equals(hostOf(origin));
        return welcome || sameHost
                ? Optional.empty()
                : Optional.of("pages of this origin may not use this broker (allowed_origins)");
    }

    private Optional<String> objectionToHost(HttpHeaders headers, Reach reach) {
        String named = headers.get(HttpHeaderNames.HOST);
        if (named == null || allowed.contains(ANY)) {
            return Optional.empty();
        }
        String host = HostNames.of(named);
        return switch (reach) {
            case THIS_MACHINE ->
                hosts.isOfThisMachine(host)
                        ? Optional.empty()
                        : Optional.of("this address is not that of the host that is asked for (allowed_hosts)");
            case NETWORK ->
                hosts.isOfTheNetwork(host)
                        ? Optional.empty()
                        : Optional.of(
                                "this broker is not known by the name of the host that is asked for (allowed_hosts)");
            case CERTAIN -> Optional.empty();
        };
    }

    /** Of a page. */
    private static String originOf(String address) {
        try {
            URI page = new URI(address);
            return page.getScheme() + "://" + page.getRawAuthority();
        } catch (URISyntaxException e) {
            return "";
        }
    }

    private static String hostOf(String origin) {
        try {
            String host = new URI(origin).getHost();
            return host == null ? "" : host.toLowerCase(Locale.ROOT);
        } catch (URISyntaxException e) {
            return "";
        }
    }
}
