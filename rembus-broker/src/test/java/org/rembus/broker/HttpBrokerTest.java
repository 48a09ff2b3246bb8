package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawHttp;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.transport.FloodLog;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;
import org.rembus.protocol.json.CborToJson;

/** A whole broker, asked over HTTP beside peers that use WebSocket. */
@Timeout(60)
final class HttpBrokerTest extends HttpFixture {
    /** Is read on another thread. */
    private static final String LONG = "[" + "1,".repeat(40_000) + "1]";

    // -- the listener --

    @Test
    void saysWhereItListens_httpPort() {
        assertThat(broker.addresses()).extracting(URI::getScheme).containsExactly("ws", "http");
    }

    @Test
    void answersSeveralRequests_oneConnection() throws IOException {
        assertThat(client.ask("GET /healthz HTTP/1.1")).isEqualTo(client.ask("GET /healthz HTTP/1.1"));
        assertThat(client.ask("GET /readyz HTTP/1.1").body()).isEqualTo("ok\n");
    }

    @Test
    void answersInOrder_requestsAreSentAhead() throws IOException {
        client.send("GET /rid HTTP/1.1", "").send("GET /nosuch HTTP/1.1", "").send("GET /healthz HTTP/1.1", "");
        assertThat(List.of(client.read(), client.read(), client.read()))
                .extracting(RawHttp.Answer::body)
                .containsExactly("\"broker\"", "nosuch: method unknown\n", "ok\n");
    }

    @Test
    void answersAll_veryManyRequestsAreSentAhead() throws IOException {
        StringBuilder flood = new StringBuilder();
        for (int i = 0; i < 1_000; i++) {
            flood.append("GET /rid HTTP/1.1\r\nHost: localhost\r\n\r\n");
        }
        client.sendRaw(flood.toString());
        for (int i = 0; i < 1_000; i++) {
            assertThat(client.read().body()).isEqualTo("\"broker\"");
        }
    }

    @Test
    void closes_askedTo() throws IOException {
        assertThat(client.ask("GET /healthz HTTP/1.1\nConnection: close").status())
                .isEqualTo(200);
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void answersOnWebSocketPort_plainRequest() throws IOException {
        try (RawHttp other = RawHttp.connect(webSocket)) {
            assertThat(other.ask("GET /healthz HTTP/1.1").status()).isEqualTo(200);
            assertThat(other.ask("GET /rid HTTP/1.1").body()).isEqualTo("\"broker\"");
        }
    }

    @Test
    void sendsHeadOnly_head() throws IOException {
        client.send("HEAD /healthz HTTP/1.1\nConnection: close", "");
        assertThat(client.readThrough("\r\n\r\n")).contains("Content-Length: 3");
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void callsNoService_head() throws IOException {
        client.send("HEAD /rid HTTP/1.1", "");
        assertThat(client.readThrough("\r\n\r\n")).startsWith("HTTP/1.1 405").contains("Allow: GET, POST, OPTIONS\r\n");
    }

    @ParameterizedTest
    @CsvSource({
        "PUT /a HTTP/1.1, 405",
        "POST /healthz HTTP/1.1, 405",
        "GET / HTTP/1.1, 404",
        "GET /admin/list HTTP/1.1, 404",
        "GET /%ff HTTP/1.1, 400",
        "GET /%zz HTTP/1.1, 400",
        "OPTIONS /a HTTP/1.1, 204",
        "POST /a/* HTTP/1.1, 404",
        "GET /healthz HTTP/1.0, 200"
    })
    void answersWithStatus_otherRequests(String request, int status) throws IOException {
        assertThat(client.ask(request).status()).isEqualTo(status);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 5\r\n\r\n1234",
                "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 4\r\nContent-Length: 4\r\n\r\n1234",
                "POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: +4\r\n\r\n1234",
                "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked, identity\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.0\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n\r\n",
                "POST /a HTTP/1.1\nHost: localhost\nContent-Length: 1\n\n1",
                "GET /rid HTTP/1.1\r\nHost : localhost\r\n\r\n",
                "GET /rid HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
                "GET /rid HTTP/1.1\r\n\r\n",
                "GET  /rid\r\n\r\n",
                "nothing of the kind\r\n\r\n"
            })
    void answers400AndCloses_endOfRequestIsInDoubt(String request) throws IOException {
        assertThat(client.sendRaw(request + "GET /healthz HTTP/1.1\r\nHost: localhost\r\n\r\n")
                        .read()
                        .status())
                .isEqualTo(400);
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void answers431_headersAreTooLong() throws IOException {
        assertThat(client.ask("GET /rid HTTP/1.1\nX: " + "x".repeat(9_000)).status())
                .isEqualTo(431);
    }

    @Test
    void answers413_bodyIsTooLong() throws IOException {
        assertThat(client.sendRaw("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 100001\r\n\r\n")
                        .read()
                        .status())
                .isEqualTo(413);
    }

    @Test
    void answers413_chunksAreTooLong() throws IOException {
        client.sendRaw("POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n");
        client.sendRaw("18000\r\n" + "1".repeat(0x18000) + "\r\n" + "18000\r\n" + "1".repeat(0x18000) + "\r\n");
        assertThat(client.read().status()).isEqualTo(413);
    }

    @Test
    void closes_firstRequestTakesTooLong() throws IOException {
        client.sendRaw("GET /rid HT");
        assertThat(client.isAtEnd()).isTrue();
        assertThat(broker.statistics().count("handshakes_timed_out")).isEqualTo(1);
    }

    @Test
    void answers408_bodyDoesNotGoOn() throws IOException {
        client.sendRaw("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n1");
        assertThat(client.read().status()).isEqualTo(408);
    }

    @Test
    void givesBackAllMemory_requestsAreDone() throws IOException {
        client.ask("POST /a HTTP/1.1", LONG);
        client.sendRaw("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 50000\r\n\r\n" + "1".repeat(40_000));
        client.close();
        await().until(() ->
                broker.statistics().connections() == 0 && broker.statistics().bufferBytes() == 0);
    }

    // -- who may --

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Origin: http://evil.example",
                "Origin: null",
                "Origin: https://app.example.evil.example",
                "Sec-Fetch-Site: cross-site",
                "Referer: http://evil.example/page"
            })
    void answers403_pageOfAnotherHost(String header) throws IOException {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS)) {
            assertThat(client.ask("GET /rid HTTP/1.1\n" + header).status()).isEqualTo(403);
            assertThat(log.lines()).singleElement().asString().contains("refused with 403");
        }
    }

    @Test
    void answers403_nameOfAnotherHostLeadsHere() throws IOException {
        assertThat(client.sendRaw("GET /rid HTTP/1.1\r\nHost: evil.example\r\n\r\n")
                        .read()
                        .status())
                .isEqualTo(403);
    }

    @Test
    void answers_pageOfTheSameHost() throws IOException {
        assertThat(client.ask("GET /rid HTTP/1.1\nOrigin: http://localhost:3000")
                        .head())
                .startsWith("HTTP/1.1 200")
                .contains("Access-Control-Allow-Origin: http://localhost:3000\r\n");
    }

    @Test
    void allows_preflightOfOriginInTheList() throws IOException {
        assertThat(client.ask("OPTIONS / HTTP/1.1\nOrigin: https://app.example\nAccess-Control-Request-Method: POST")
                        .head())
                .startsWith("HTTP/1.1 204")
                .contains(
                        "Access-Control-Allow-Origin: https://app.example\r\n",
                        "Access-Control-Allow-Methods: GET, POST");
    }

    @ParameterizedTest
    @CsvSource({"http://evil.example, 403", "https://app.example, 101", "http://127.0.0.1:9, 101"})
    void decidesByOrigin_webSocket(String origin, int status) throws IOException {
        String handshake = RawPeer.HANDSHAKE.strip() + "\r\nOrigin: " + origin + "\r\n\r\n";
        try (RawHttp peer = RawHttp.connect(webSocket)) {
            assertThat(peer.sendRaw(handshake.replaceFirst("(?m)^Host: .*$", "Host: 127.0.0.1"))
                            .read()
                            .status())
                    .isEqualTo(status);
        }
    }

    // -- calls and messages --

    @Test
    void callsService_get() throws IOException {
        try (RawPeer exposer = component("exposer")) {
            command(exposer, "math/add", "expose");
            client.send("GET /math%2Fadd HTTP/1.1", "[1,{\"a\":null}]");
            Message.Rpc call = (Message.Rpc) exposer.readMessage();
            assertThat(call.topic()).isEqualTo("math/add");
            assertThat(call.data()).isEqualTo(Payload.ofArguments(1, Collections.singletonMap("a", null)));
            exposer.send(new Message.Response(call.id(), Status.SUCCESS, Payload.of(List.of(3, "drei"))));
            assertThat(client.read()).extracting(RawHttp.Answer::body).isEqualTo("[3,\"drei\"]");
        }
    }

    @Test
    void answers403_serviceFails() throws IOException {
        try (RawPeer exposer = component("exposer")) {
            command(exposer, "f", "expose");
            client.send("GET /f HTTP/1.1", "");
            Message.Rpc call = (Message.Rpc) exposer.readMessage();
            exposer.send(Message.Response.error(call.id(), Status.METHOD_EXCEPTION, "out of paper"));
            RawHttp.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("out of paper\n");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"{\"a\":1}", "[1", "7", "[1] 2"})
    void answers400_noArrayOfArguments(String body) throws IOException {
        assertThat(client.ask("GET /rid HTTP/1.1", body).status()).isEqualTo(400);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {"[1,2] | [1,2]", "{\"a\":1} | [{\"a\":1}]", "7 | [7]", "'' | []"})
    void publishes_post(String body, String arguments) throws Exception {
        try (RawPeer subscriber = subscriber("a/b")) {
            assertThat(client.ask("POST /a/b HTTP/1.1", body).status()).isEqualTo(200);
            Message.Publish publish = (Message.Publish) subscriber.readMessage();
            assertThat(publish.topic()).isEqualTo("a/b");
            assertThat(new String(CborToJson.write(publish.data()), StandardCharsets.UTF_8))
                    .isEqualTo(arguments);
        }
    }

    @Test
    void answersInOrder_longBodies() throws IOException {
        try (RawPeer subscriber = subscriber("a")) {
            client.send("POST /a HTTP/1.1", LONG)
                    .send("GET /rid HTTP/1.1", "")
                    .send("GET /rid HTTP/1.1", LONG + "]")
                    .send("POST / HTTP/1.1", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rid\",\"x\":" + LONG + "}")
                    .send("POST / HTTP/1.1", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rid\",\"x\":" + LONG)
                    .send("GET /healthz HTTP/1.1", "");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().body()).isEqualTo("\"broker\"");
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.read().body()).contains("\"result\":\"broker\"");
            assertThat(client.read().body()).contains("\"code\":-32700");
            assertThat(client.read().body()).isEqualTo("ok\n");
            assertThat(((Message.Publish) subscriber.readMessage()).data().arguments())
                    .hasSize(40_001);
        }
    }

    @Test
    void publishes_chunkedBody() throws IOException {
        try (RawPeer subscriber = subscriber("a")) {
            client.sendRaw(
                    "POST /a HTTP/1.1\r\nHost: localhost\r\nTransfer-Encoding: chunked\r\n\r\n2\r\n[1\r\n1\r\n]\r\n0\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(((Message.Publish) subscriber.readMessage()).data()).isEqualTo(Payload.ofArguments(1));
        }
    }

    // -- as whom --

    @Test
    void refusesName_itIsConnected() throws IOException {
        try (RawPeer alice = component("alice")) {
            client.send("GET /rid HTTP/1.1\nAuthorization: YWxpY2U6", "");
            alice.sendFrame(RawPeer.FIN | RawPeer.PONG, alice.read().payload());
            RawHttp.Answer answer = client.read();
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).contains("already connected");
            assertThat(client.ask("GET /rid HTTP/1.1").status())
                    .as("the next request of the same connection")
                    .isEqualTo(200);
        }
    }

    @Test
    void refusesName_itIsConnectedAndNewerConnectionsTakeOver() throws Exception {
        BrokerOptions overwriting = BrokerOptions.builder()
                .environment(Map.of())
                .set(Settings.STORE, Settings.Store.NONE)
                .set(Settings.OVERWRITE_CONNECTION, true)
                .webSocket(0)
                .build();
        try (Broker other = Broker.start(overwriting)) {
            InetSocketAddress there = new InetSocketAddress(
                    "127.0.0.1", other.addresses().getFirst().getPort());
            try (RawPeer alice = RawPeer.connect(there);
                    RawHttp request = RawHttp.connect(there)) {
                alice.send(new Message.Identity(ID, "alice", Payload.of(Map.of())))
                        .readMessage();
                for (String line : List.of("GET /rid HTTP/1.1", "POST /expose/a/alice HTTP/1.1")) {
                    String credentials = line.startsWith("GET") ? "\nAuthorization: YWxpY2U6" : "";
                    request.send(line + credentials, "");
                    alice.sendFrame(RawPeer.FIN | RawPeer.PONG, alice.read().payload());
                    assertThat(request.read().body()).isEqualTo("already connected\n");
                }
                alice.send(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS));
                assertThat(((Message.Response) alice.readMessage()).data()).isEqualTo(Payload.of("broker"));
            }
        }
    }

    @Test
    void givesNameUp_itsComponentComes() throws IOException {
        try (RawPeer exposer = component("exposer")) {
            command(exposer, "f", "expose");
            client.send("GET /f HTTP/1.1\nAuthorization: YWxpY2U6", "");
            assertThat(((Message.Rpc) exposer.readMessage()).topic()).isEqualTo("f");
            try (RawPeer alice = component("alice")) {
                assertThat(client.read().status()).isEqualTo(403);
                alice.send(new Message.Rpc(ID, "rid", null, Payload.NO_ARGUMENTS));
                assertThat(((Message.Response) alice.readMessage()).data()).isEqualTo(Payload.of("broker"));
            }
            assertThat(client.ask("GET /rid HTTP/1.1").status()).isEqualTo(200);
        }
    }

    @Test
    void lendsNameForOneRequest_itIsFree() throws IOException {
        assertThat(client.ask("GET /rid HTTP/1.1\nAuthorization: Basic YWxpY2U=")
                        .status())
                .isEqualTo(200);
        component("alice").close();
    }

    @ParameterizedTest
    @CsvSource({"GET /rid, 404", "POST /a, 403"})
    void refuses_secretThatNobodyCanCheck(String request, int status) throws IOException {
        assertThat(client.ask(request + " HTTP/1.1\nAuthorization: Basic YWxpY2U6c2VjcmV0")
                        .status())
                .isEqualTo(status);
    }

    @Test
    void setsTableInAdvance_exposeAndUnexpose() throws IOException {
        assertThat(client.ask("POST /expose/math/add/bob HTTP/1.1", "[]").status())
                .isEqualTo(200);
        assertThat(client.ask("GET /math/add HTTP/1.1").body()).isEqualTo("math/add: method unavailable\n");
        assertThat(client.ask("POST /unexpose/math%2Fadd/bob HTTP/1.1").status())
                .isEqualTo(200);
        assertThat(client.ask("GET /math/add HTTP/1.1").body()).isEqualTo("math/add: method unknown\n");
    }

    @Test
    void setsTableOfNameWithSlash_itIsEscaped() throws IOException {
        assertThat(client.ask("POST /expose/math/add/site%2Fdev HTTP/1.1").status())
                .isEqualTo(200);
        try (RawPeer exposer = component("site/dev")) {
            client.send("GET /math/add HTTP/1.1", "[1]");
            Message.Rpc call = (Message.Rpc) exposer.readMessage();
            exposer.send(new Message.Response(call.id(), Status.SUCCESS, Payload.of("here")));
            assertThat(client.read().body()).isEqualTo("\"here\"");
        }
    }

    @ParameterizedTest
    @CsvSource({"POST /a%00b, 404", "POST /expose/a%00b/dev, 403", "POST /expose/a/de%00v, 403", "GET /a%0Ab, 404"})
    void refuses_controlCharacterInTopicOrName(String request, int status) throws IOException {
        assertThat(client.ask(request + " HTTP/1.1").status()).isEqualTo(status);
    }

    // -- metrics --

    @Test
    void tellsFigures_afterAMessageAndACall() throws IOException {
        try (RawPeer exposer = component("exposer")) {
            command(exposer, "f", "expose");
            client.ask("POST /a/b HTTP/1.1", "[1]");
            client.send("GET /f HTTP/1.1", "");
            Message.Rpc call = (Message.Rpc) exposer.readMessage();
            exposer.send(Message.Response.success(call.id()));
            assertThat(client.read().body()).isEqualTo("null");
            RawHttp.Answer answer = client.ask("GET /metrics HTTP/1.1");
            assertThat(answer.head()).contains("Content-Type: text/plain; version=0.0.4");
            assertThat(answer.body().lines())
                    .contains(
                            "broker_pub{topic=\"a/b\"} 1.0",
                            "broker_rpc_count{topic=\"f\"} 1",
                            "broker_rpc_bucket{topic=\"f\",le=\"+Inf\"} 1",
                            "broker_websocket_connections 1.0",
                            "rembus_connections{transport=\"http\"} 1.0",
                            "rembus_connections{transport=\"ws\"} 1.0",
                            "rembus_published_total 1.0",
                            "rembus_dropped_total{reason=\"slow_subscriber\"} 0.0",
                            "rembus_healthy 1.0")
                    .anyMatch(line -> line.startsWith("jvm_memory_used_bytes{"))
                    .anyMatch(line -> line.startsWith("rembus_journal_seconds_count"));
        }
    }

    @Test
    void tellsFiguresAsOpenMetrics_askedTo() throws IOException {
        RawHttp.Answer answer =
                client.ask("GET /metrics HTTP/1.1\nAccept: application/openmetrics-text; version=1.0.0");
        assertThat(answer.head()).contains("Content-Type: application/openmetrics-text");
        assertThat(answer.body()).endsWith("# EOF\n");
    }

    @Test
    void countsWhatTheBrokerIsAsked_notWhatMonitoringAsks() throws IOException {
        for (String request : List.of("GET /healthz", "GET /metrics", "OPTIONS /a", "GET /admin/list")) {
            client.ask(request + " HTTP/1.1");
        }
        assertThat(broker.statistics().messagesReceived()).isZero();
        assertThat(broker.statistics().messagesSent()).isZero();
        assertThat(broker.statistics().bytesReceived())
                .isEqualTo("GET /healthz HTTP/1.1\r\n".length()
                        + "GET /metrics HTTP/1.1\r\n".length()
                        + "OPTIONS /a HTTP/1.1\r\n".length()
                        + "GET /admin/list HTTP/1.1\r\n".length()
                        + 4L * "Host: localhost\r\n\r\n".length());
        client.ask("POST /a HTTP/1.1", "[1]");
        client.ask("GET /rid HTTP/1.1");
        client.ask("GET /rid HTTP/1.1\nConnection: close");
        assertThat(broker.statistics().messagesReceived()).isEqualTo(3);
        assertThat(broker.statistics().messagesSent()).isEqualTo(2);
    }

    @Test
    void isOneConnection_watcher() throws IOException {
        watch("a");
        try (RawHttp other = RawHttp.connect(http)) {
            assertThat(other.ask("GET /metrics HTTP/1.1").body().lines()).contains("rembus_connections_known 1.0");
        }
    }

    // -- JSON-RPC --

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"rid\"} | {\"jsonrpc\":\"2.0\",\"id\":\"x\",\"result\":\"broker\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"f\"} | {\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\"f: method unknown\"}}",
                "[ | {\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32700,\"message\":\"not JSON, at byte 1\"}}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.10,\"method\":\"rid\"} | {\"jsonrpc\":\"2.0\",\"id\":1.10,\"result\":\"broker\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"a/b\",\"params\":[1]} | ",
                "[{\"jsonrpc\":\"2.0\",\"method\":\"a/b\"}] | "
            })
    void answers200_jsonRpc(String request, String expected) throws IOException {
        RawHttp.Answer answer = client.ask("POST / HTTP/1.1", request);
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo(expected == null ? "" : expected);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"", "1", "[]", "{\"id\":1,\"method\":\"rid\"}", "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":3}"})
    void answersInvalidRequest_jsonThatIsNone(String request) throws IOException {
        assertThat(client.ask("POST / HTTP/1.1", request).body()).contains("\"code\":-32600");
    }

    @Test
    void answersEach_batch() throws IOException {
        String request =
                "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"rid\"},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"f\"},7]";
        assertThat(client.ask("POST / HTTP/1.1", request).body())
                .startsWith("[{")
                .contains("\"id\":1,\"result\":\"broker\"", "\"id\":2,\"error\"", "\"id\":null,\"error\"")
                .endsWith("]");
    }

    @Test
    void countsAnswersThatWaitForOthers_batch() throws IOException {
        try (RawPeer service = component("service")) {
            command(service, "long", "expose");
            command(service, "late", "expose");
            client.send(
                    "POST / HTTP/1.1",
                    "[{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"long\"},{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"late\"}]");
            Message.Rpc first = (Message.Rpc) service.readMessage();
            Message.Rpc second = (Message.Rpc) service.readMessage();
            service.send(new Message.Response(first.id(), Status.SUCCESS, Payload.of("x".repeat(50_000))));
            await().until(() -> broker.statistics().bufferBytes() > 50_000);

            service.send(new Message.Response(second.id(), Status.SUCCESS, Payload.of("y")));
            assertThat(client.read().body()).endsWith("\"result\":\"y\"}]").hasSizeGreaterThan(50_000);
            await().until(() -> broker.statistics().bufferBytes() < 50_000);
        }
    }
}
