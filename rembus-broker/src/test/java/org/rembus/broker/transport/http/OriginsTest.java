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
}
