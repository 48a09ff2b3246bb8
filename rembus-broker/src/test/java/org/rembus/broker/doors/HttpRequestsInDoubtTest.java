package org.rembus.broker.doors;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.testing.TestCertificates;

/**
 * Requests of which a proxy before the broker, or behind it, could think that they end elsewhere, so that what follows is taken
 * for the request of somebody else: whatever is in doubt is the last request of its connection.
 */
@Timeout(60)
final class HttpRequestsInDoubtTest {
    private static final String SMUGGLED = "GET /rid HTTP/1.1\r\nHost: localhost\r\n\r\n";

    @TempDir
    private static Path keystore;

    private static Site site;

    @BeforeAll
    static void start() throws Exception {
        TestCertificates certificates = new TestCertificates();
        TestCertificates.write(certificates.server("broker"), keystore);
        site = new Site(certificates, keystore, UnaryOperator.identity());
        site.letIn(Door.HTTP);
    }

    @AfterAll
    static void stop() throws Exception {
        site.close();
    }

    /** That it is answered with one of these, and what could be taken for another request is not answered. */
    private static void expectLast(String statuses, String request) throws Exception {
        try (Intruder intruder = Intruder.inside(Door.HTTP, site)) {
            assertThat(intruder.send(Door.ascii(request + SMUGGLED)).readToEnd())
                    .matches("(?s)HTTP/1.1 (" + statuses + ") .*")
                    .containsOnlyOnce("HTTP/1.1 ")
                    .doesNotContain(Site.NAME);
        }
        site.expectAllHear();
    }

    /** Of a request with a Host and a body of four bytes. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "Transfer-Encoding: identity",
                "Transfer-Encoding: identity\r\nContent-Length: 4",
                "Transfer-Encoding: chunked, chunked",
                "Transfer-Encoding: identity, chunked",
                "Transfer-Encoding: xchunked",
                "Transfer-Encoding: gzip, chunked",
                "Transfer-Encoding: chunked\r\nTransfer-Encoding: identity",
                "Transfer-Encoding: identity\r\nTransfer-Encoding: chunked",
                "Transfer-Encoding: chunked\r\nContent-Length: 4",
                "Content-Length: 4\r\ntransfer-encoding: chunked",
                "Transfer-Encoding : chunked",
                "Transfer-Encoding: \u000Bchunked",
                "Content-Length: 4, 4",
                "Content-Length: 4, 5",
                "Content-Length: -1",
                "Content-Length: 0x4",
                "Content-Length: 4 4",
                "Content-Length: 99999999999999999999",
                "Content-Length:",
                "Content-Length : 4",
                "Content-Length: 4\r\nX: a\rContent-Length: 0",
                "Content-Length: 4\nX: a",
                "Content-Length: 4\r\nX: a\0b",
                "Content-Length: 4\r\nX\0: a",
                "Content-Length: 4\r\nno colon",
                "Content-Length: 4\r\n: no name",
                "Content-Length: 4\r\nX y: a"
            })
    void isTheLast_headers(String headers) throws Exception {
        expectLast("400", "POST /a HTTP/1.1\r\nHost: localhost\r\n" + headers + "\r\n\r\n0\r\n\r");
    }

    /** Whoever stands between may know another coding, and where its body ends. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "identity, chunked",
                "gzip, chunked",
                "chunked, chunked",
                "identity\r\nTransfer-Encoding: chunked",
                "chunked\r\nTransfer-Encoding: chunked"
            })
    void isTheLast_codingThatIsNotJustChunked(String codings) throws Exception {
        expectLast(
                "400",
                "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: " + codings
                        + "\r\n\r\n4\r\n[12]\r\n0\r\n\r\n");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-1\r\n1\r\n0\r\n\r\n",
                "0x1\r\n1\r\n0\r\n\r\n",
                "\r\n1\r\n0\r\n\r\n",
                "ffffffffffffffff1\r\n1\r\n0\r\n\r\n",
                "80000000\r\n1\r\n0\r\n\r\n",
                "1\n1\r\n0\r\n\r\n",
                "1\r\n11\r\n0\r\n\r\n",
                "1\r\n1\n0\r\n\r\n",
                "1;a\n1\r\n0\r\n\r\n",
                "0\r\nX: a\nY: b\r\n\r\n",
                "0\r\nContent-Length: 4\nX: a\r\n\r\n"
            })
    void isTheLast_chunks(String chunks) throws Exception {
        expectLast("400|413", "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n" + chunks);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET /rid HTTP/1.1 ",
                "GET /rid HTTP/1.10",
                "GET /rid HTTP/2.0",
                "PRI * HTTP/2.0",
                "GET /rid",
                "G\0T /rid HTTP/1.1",
                "GET /rid HTTP/1.1\r\n Host: localhost",
                "GET /r\rid HTTP/1.1"
            })
    void isTheLast_firstLine(String line) throws Exception {
        expectLast("400|505", line + "\r\nHost: localhost\r\n\r\n");
    }

    /** Where all readers see the same end. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "X: a\r\n b\r\nContent-Length: 4\r\n\r\n[12]",
                "Transfer-Encoding: chunked\r\n\r\n4;name=\"value\"\r\n[12]\r\n0\r\n\r\n",
                "Transfer-Encoding: Chunked\r\n\r\n0004\r\n[12]\r\n0\r\nX: trailer\r\n\r\n",
                "content-length:4\r\n\r\n[12]",
                "Content-Length: 4 \r\n\r\n[12]"
            })
    void isFollowedByOthers_thereIsNoDoubt(String rest) throws Exception {
        try (Intruder intruder = Intruder.inside(Door.HTTP, site)) {
            String request = "POST /a HTTP/1.1\r\nHost: localhost\r\n" + rest;
            String answers = intruder.send(Door.ascii(request + SMUGGLED)).readThrough(Site.NAME);
            assertThat(answers).startsWith("HTTP/1.1 200 ");
            assertThat(answers.split("HTTP/1.1 200 ", -1)).hasSize(3);
        }
    }
}
