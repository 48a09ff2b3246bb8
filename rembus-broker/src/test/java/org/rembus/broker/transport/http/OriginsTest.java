package org.rembus.broker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.DefaultHttpHeaders;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.ssl.SslHandler;
import java.net.InetSocketAddress;
import java.net.SocketAddress;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class OriginsTest {
    private static final Reach LOOPBACK = Reach.THIS_MACHINE;
    private static final Reach NETWORK = Reach.NETWORK;
    private static final Origins ORIGINS =
            Origins.of(" https://App.example , http://other.example:81", " Broker.example ,.corp.example");

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
    @CsvSource({
        "192.0.2.1:8000, http://192.0.2.1:3000",
        "[2001:db8::1]:8000, http://[2001:db8::1]:8000",
        "localhost:8000,",
        "broker:8000, http://broker",
        "compose_broker_1:8000,",
        "broker.local,",
        "rembus.prod.svc.cluster.local:8000,",
        "BROKER.example:8000, http://broker.example",
        "a.corp.example, https://app.example",
        "app.example:8000, https://app.example",
        "'',"
    })
    void lets_namesOfTheNetworkAndThoseThatAreSet(String host, String origin) {
        assertThat(ORIGINS.objectionToRequest(headers(host, origin), NETWORK)).isEmpty();
    }

    /** A page of this name, or of one below it, gives that name the broker's address after it has been loaded. */
    @ParameterizedTest
    @CsvSource({
        "evil.example:8000, http://evil.example:8000",
        "evil.example,",
        "192.0.2.1.evil.example,",
        "localhost.evil.example,",
        "evilbroker.example,",
        "below.broker.example,",
        "corp.example,",
        "local.,",
        "broker.local.,"
    })
    void refuses_nameThatLeadsHereByItsOwnersWill(String host, String origin) {
        assertThat(ORIGINS.objectionToRequest(headers(host, origin), NETWORK)).isPresent();
    }

    @Test
    void lets_anyName_byTlsOrIfAllAreAllowed() {
        HttpHeaders rebound = headers("evil.example", "http://evil.example");
        assertThat(ORIGINS.objectionToRequest(rebound, Reach.CERTAIN)).isEmpty();
        assertThat(Origins.of("", "*").objectionToRequest(rebound, NETWORK)).isEmpty();
        assertThat(Origins.of("", "*").objectionToRequest(rebound, LOOPBACK)).isEmpty();
        assertThat(Origins.of("", "*").objectionToRequest(headers("evil.example", "http://other.example"), NETWORK))
                .isPresent();
    }

    @Test
    void refusesHandshake_ofAPageThatGaveItsNameThisAddress() {
        assertThat(ORIGINS.objectionToHandshake(headers("evil.example:8000", "http://evil.example:8000"), NETWORK))
                .isPresent();
        assertThat(ORIGINS.objectionToHandshake(headers("evil.example:8000", null), NETWORK))
                .isEmpty();
    }

    @Test
    void reach_ofAConnection_isThatOfTheAddressThatItCameTo() {
        assertThat(Reach.of(channel("127.0.0.1"))).isEqualTo(LOOPBACK);
        assertThat(Reach.of(channel("192.0.2.1"))).isEqualTo(NETWORK);
        for (String address : List.of("192.0.2.1", "127.0.0.1")) {
            EmbeddedChannel encrypted = channel(address);
            encrypted.pipeline().addLast(new SslHandler(sslEngine()));
            assertThat(Reach.of(encrypted)).isEqualTo(Reach.CERTAIN);
            encrypted.pipeline().removeLast();
        }
    }

    private static EmbeddedChannel channel(String address) {
        return new EmbeddedChannel() {
            @Override
            protected SocketAddress localAddress0() {
                return new InetSocketAddress(address, 8000);
            }
        };
    }

    private static SSLEngine sslEngine() {
        try {
            return SSLContext.getDefault().createSSLEngine();
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError(e);
        }
    }

    @ParameterizedTest
    @CsvSource({"localhost, http://evil.example", "evil.example, http://evil.example", "localhost, null"})
    void letsAll_anyOriginIsAllowed(String host, String origin) {
        assertThat(Origins.of("*", "").objectionToRequest(headers(host, origin), LOOPBACK))
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
        assertThat(Origins.of("*", "").objectionToRequest(headersOfImage(site, page), NETWORK))
                .isEmpty();
    }
}
