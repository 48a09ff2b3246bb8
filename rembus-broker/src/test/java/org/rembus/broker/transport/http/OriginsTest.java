package org.rembus.broker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginsTest {
    private static final InetSocketAddress LOOPBACK = new InetSocketAddress("127.0.0.1", 8000);
    private static final InetSocketAddress NETWORK = new InetSocketAddress("192.0.2.1", 8000);
    private static final Origins ORIGINS = Origins.of(" https://App.example , http://other.example:81");

    private static HttpHeaders headers(String host, @Nullable String origin) {
        HttpHeaders headers = new DefaultHttpHeaders().set("Host", host);
        return origin == null ? headers : headers.set("Origin", origin);
    }

    @ParameterizedTest
    @CsvSource({
        "localhost:8000, http://localhost:3000",
        "127.0.0.1, http://127.0.0.1:8000",
        "[::1]:8000, http://[::1]:8000",
        "broker.localhost, https://app.example",
        "localhost, HTTPS://APP.EXAMPLE",
        "localhost, http://other.example:81",
        "app.example, https://app.example",
        "localhost,"
    })
    void lets_ownHostOrAllowedOrigin(String host, String origin) {
        assertThat(ORIGINS.objectionToRequest(headers(host, origin), LOOPBACK)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "localhost, http://evil.example",
        "localhost, http://app.example",
        "localhost, http://other.example",
        "localhost, null",
        "localhost, ''",
        "localhost, http://localhost.evil.example",
        "evil.example, http://evil.example",
        "evil.example,",
        "127.0.0.1.evil.example,",
        "'',"
    })
    void refuses_otherOriginOrOtherNameOfThisMachine(String host, String origin) {
        assertThat(ORIGINS.objectionToRequest(headers(host, origin), LOOPBACK)).isPresent();
    }

    @ParameterizedTest
    @CsvSource({"broker.example, http://broker.example", "broker.example,"})
    void letsByAnyName_networkAddress(String host, String origin) {
        assertThat(ORIGINS.objectionToRequest(headers(host, origin), NETWORK)).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"localhost, http://evil.example", "evil.example, http://evil.example", "localhost, null"})
    void letsAll_anyOriginIsAllowed(String host, String origin) {
        assertThat(Origins.of("*").objectionToRequest(headers(host, origin), LOOPBACK))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"evil.example", "localhost"})
    void letsHandshake_noOrigin(String host) {
        assertThat(ORIGINS.objectionToHandshake(headers(host, null), LOOPBACK)).isEmpty();
    }

    /** As of an image in a page. */
    private static HttpHeaders headersOfImage(@Nullable String site, @Nullable String page) {
        HttpHeaders headers = headers("192.0.2.1:8000", null);
        if (site != null) {
            headers.set("Sec-Fetch-Site", site);
        }
        return page == null ? headers : headers.set("Referer", page);
    }

    @ParameterizedTest
    @CsvSource({
        ",",
        ", http://192.0.2.1/page",
        ", https://app.example/page?a=b",
        "same-origin,",
        "none,",
        "same-site, http://192.0.2.1:3000/",
        "same-site, https://APP.example/",
        "cross-site, https://app.example/"
    })
    void lets_imageOfOwnHostOrAllowedOrigin_orOfNoPage(@Nullable String site, @Nullable String page) {
        assertThat(ORIGINS.objectionToRequest(headersOfImage(site, page), NETWORK))
                .isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        ", http://evil.example/page",
        ", http://192.0.2.1.evil.example/",
        ", http://evil.example/http://192.0.2.1/",
        ", http://192.0.2.1@evil.example/",
        ", about:blank",
        ", no address",
        ", ''",
        "same-site,",
        "same-site, http://other.example/",
        "cross-site,",
        "cross-site, http://evil.example/",
        "what comes later,"
    })
    void refuses_imageOfAnotherHost(@Nullable String site, @Nullable String page) {
        assertThat(ORIGINS.objectionToRequest(headersOfImage(site, page), NETWORK))
                .isPresent();
        assertThat(Origins.of("*").objectionToRequest(headersOfImage(site, page), NETWORK))
                .isEmpty();
    }
}
