package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Base64;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiPredicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.settings.Settings;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Publish;
import org.rembus.client.Received;
import org.rembus.client.Rembus;
import org.rembus.client.Service;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

/**
 * Every way into one broker, with every other way on the other side: all values arrive as they were sent, or as what JSON makes of
 * them when it is JSON on either side. Each pair meets at every level of QoS that its near side has, and once
 * with a mebibyte of text and one of binary.
 *
 * <p>Left out are
 * <ul>
 *   <li>{@link Door#JSON_WSS} with most others: JSON in TLS is JSON, so it meets those only in whom something could be different
 *       for it, which are its two halves and itself;
 *   <li>a mebibyte through TLS, except between each door of it and the same door without: what TLS does with a message does not
 *       depend on the other side, and enciphering takes far the most of the time where tests run without the optimizing compiler;
 *   <li>HTTP on {@code wss} ports: beneath it is the TLS of {@link Door#WSS}, above it the requests of {@link Door#HTTP};
 *   <li>calls to the two doors of HTTP, as a request serves nothing, and messages to {@link Door#JSON_RPC}, as whoever uses it
 *       watches topics in the way of {@link Door#HTTP}, by Server-Sent Events;
 *   <li>QoS 1 and 2 from HTTP, which publishes at QoS 0 only. Events are of QoS 0 too, whatever the message was published at.
 * </ul>
 */
@Timeout(120)
final class MatrixTest {
    private static final int LONGEST_NAME = 80;
    private static final int MEBIBYTE = 1 << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<Door, Component> LEFT = new EnumMap<>(Door.class);
    private static final Map<Door, Component> RIGHT = new EnumMap<>(Door.class);
    private static final Map<Door, Inbox> INBOXES = new EnumMap<>(Door.class);
    private static @Nullable HttpPeer http;
    private static HttpPeer.@Nullable Events events;
    private static @Nullable Broker broker;

    /** A way to connect. */
    enum Door {
        WS("ws"),
        WSS("wss"),
        TCP("tcp"),
        TLS("tls"),
        ZMQ("zmq"),
        LOCAL(""),
        JSON_WS("ws"),
        JSON_WSS("wss"),
        /** {@code POST /TOPIC} and {@code GET /TOPIC}, and Server-Sent Events. */
        HTTP("http"),
        /** {@code POST /}. */
        JSON_RPC("http");

        private final String scheme;

        Door(String scheme) {
            this.scheme = scheme;
        }

        private Encoding encoding() {
            return switch (this) {
                case JSON_WS, JSON_WSS, HTTP, JSON_RPC -> Encoding.JSON;
                case WS, WSS, TCP, TLS, ZMQ, LOCAL -> Encoding.CBOR;
            };
        }

        /** The same without TLS. */
        private Door plain() {
            return switch (this) {
                case WSS -> WS;
                case TLS -> TCP;
                case JSON_WSS -> JSON_WS;
                case WS, TCP, ZMQ, LOCAL, JSON_WS, HTTP, JSON_RPC -> this;
            };
        }

        private boolean isForComponents() {
            return this != HTTP && this != JSON_RPC;
        }

        /** At which it can publish. */
        private Set<QoS> levels() {
            return isForComponents() ? EnumSet.allOf(QoS.class) : EnumSet.of(QoS.AT_MOST_ONCE);
        }

        /** At which nothing is lost and nothing comes twice, as far as it has one. */
        private QoS surestLevel() {
            return isForComponents() ? QoS.EXACTLY_ONCE : QoS.AT_MOST_ONCE;
        }
    }

    /** What is sent, and what is left of it when one side has JSON. */
    private record Value(
            List<@Nullable Object> sent, Payload payload, List<@Nullable Object> asJson, Payload payloadAsJson) {

        private static Value of(List<@Nullable Object> sent, List<@Nullable Object> asJson) {
            return new Value(sent, Payload.of(sent), asJson, Payload.of(asJson));
        }

        /** One argument, which JSON can carry. */
        static Value same(@Nullable Object value) {
            return all(Collections.singletonList(value));
        }

        /** Any number of them. */
        static Value all(List<@Nullable Object> values) {
            return of(values, values);
        }

        static Value changed(Object value, @Nullable Object asJson) {
            return of(List.of(value), Collections.singletonList(asJson));
        }

        Object[] arguments() {
            return sent.toArray();
        }

        Payload expected(Door from, Door to) {
            boolean isJson = from.encoding() == Encoding.JSON || to.encoding() == Encoding.JSON;
            return isJson ? payloadAsJson : payload;
        }

        /** Its beginning. */
        @Override
        public String toString() {
            String whole = String.valueOf(sent);
            return whole.length() > LONGEST_NAME ? whole.substring(0, LONGEST_NAME) + "…" : whole;
        }
    }

    private static final List<Value> VALUES = List.of(
            Value.same(null),
            Value.same(true),
            Value.same(false),
            Value.same(""),
            Value.same("grüß 😀 κόσμε \u0000"),
            Value.same(0L),
            Value.same(-1L),
            Value.same(255L),
            Value.same(Long.MAX_VALUE),
            Value.same(Long.MIN_VALUE),
            Value.same(BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE)),
            Value.same(BigInteger.ONE.shiftLeft(100)),
            Value.same(BigInteger.ONE.shiftLeft(100).negate()),
            Value.same(1.5),
            Value.same(-0.0),
            Value.same(1e300),
            Value.changed(Double.NaN, null),
            Value.changed(Double.POSITIVE_INFINITY, null),
            Value.changed(Double.NEGATIVE_INFINITY, null),
            Value.changed("binary".getBytes(StandardCharsets.UTF_8), "YmluYXJ5"),
            Value.same(List.of()),
            Value.same(List.of(List.of(List.of(1L)))),
            Value.same(map("key", List.of(1L, Map.of("ключ", List.of())), "", null)),
            Value.changed(Map.of(1L, true), Map.of("1", true)),
            Value.changed(new Tagged(27, List.of(1L)), map("tag", 27L, "value", List.of(1L))),
            Value.changed(Undefined.UNDEFINED, null),
            Value.all(List.of()),
            Value.all(Arrays.asList(1L, "two", 3.0, null)),
            // longer than what is translated between CBOR and JSON while others wait
            Value.same("x".repeat(1 << 17)));

    private static final Value LONG_TEXT = Value.same("0123456789abcdef".repeat(MEBIBYTE / 16));
    private static final Value LONG_BINARY = longBinary();

    private static Value longBinary() {
        byte[] binary = new byte[MEBIBYTE];
        new Random(1).nextBytes(binary);
        return Value.changed(binary, Base64.getEncoder().encodeToString(binary));
    }

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        Path authority = Certificates.make(home);
        Broker started = Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .home(home)
                .webSocket(0)
                .secureWebSocket(0)
                .tcp(0)
                .tls(0)
                .zmq(0)
                .http(0)
                // nothing is sent again because the machine is slow
                .set(Settings.ACK_TIMEOUT, PATIENCE)
                .set(Settings.REQUEST_TIMEOUT, PATIENCE)
                .build());
        broker = started;
        HttpPeer web = new HttpPeer(address(started, Door.HTTP));
        http = web;
        events = web.watch("to/" + Door.HTTP);
        for (Door door : componentDoors()) {
            LEFT.put(door, connect(started, door, "left/" + door, authority));
            RIGHT.put(door, connect(started, door, "right/" + door, authority));
            Inbox inbox = new Inbox();
            INBOXES.put(door, inbox);
            at(RIGHT, door).subscribe("to/" + door, inbox);
            at(RIGHT, door).expose(Service.of("echo/" + door), request -> Payload.of(request.arguments()));
            at(RIGHT, door)
                    .expose(
                            Service.of("exchange/" + door),
                            request -> request.arguments().equals(LONG_TEXT.sent())
                                    ? LONG_BINARY.payload()
                                    : Payload.NULL);
        }
    }

    private static Component connect(Broker to, Door door, String name, Path authority) {
        ComponentOptions.Builder options = ComponentOptions.builder()
                .caBundle(authority)
                .encoding(door.encoding())
                .ackTimeout(PATIENCE)
                .requestTimeout(PATIENCE);
        if (door == Door.LOCAL) {
            return Rembus.component(options.broker(to).name(name).build());
        }
        return Rembus.component(options.address(address(to, door) + "/" + name).build());
    }

    private static URI address(Broker of, Door door) {
        return of.addresses().stream()
                .filter(each -> door.scheme.equals(each.getScheme()))
                .findFirst()
                .orElseThrow();
    }

    private static List<Door> componentDoors() {
        return Arrays.stream(Door.values()).filter(Door::isForComponents).toList();
    }

    private static <T> T at(Map<Door, T> map, Door door) {
        return Objects.requireNonNull(map.get(door));
    }

    @AfterAll
    static void stop() {
        if (events != null) {
            events.close();
        }
        if (http != null) {
            http.close();
        }
        LEFT.values().forEach(Component::close);
        RIGHT.values().forEach(Component::close);
        if (broker != null) {
            broker.close();
        }
    }

    static Stream<Arguments> publisherAndSubscriber() {
        return pairs(MatrixTest::canPublish);
    }

    static Stream<Arguments> publisherAndSubscriberOfMuch() {
        return pairs((from, to) -> canPublish(from, to) && isQuick(from, to));
    }

    static Stream<Arguments> callerAndService() {
        return pairs(MatrixTest::canCall);
    }

    static Stream<Arguments> callerAndServiceOfMuch() {
        return pairs((from, to) -> canCall(from, to) && isQuick(from, to));
    }

    private static Stream<Arguments> pairs(BiPredicate<Door, Door> meet) {
        return Arrays.stream(Door.values())
                .flatMap(from -> Arrays.stream(Door.values())
                        .filter(to -> meet.test(from, to))
                        .map(to -> arguments(from, to)));
    }

    private static boolean canPublish(Door from, Door to) {
        return to != Door.JSON_RPC && hasSomethingNew(from, to);
    }

    private static boolean canCall(Door from, Door to) {
        return to.isForComponents() && hasSomethingNew(from, to);
    }

    private static boolean hasSomethingNew(Door from, Door to) {
        Set<Door> meetJsonInTls = EnumSet.of(Door.WSS, Door.JSON_WS, Door.JSON_WSS);
        return (from != Door.JSON_WSS || meetJsonInTls.contains(to))
                && (to != Door.JSON_WSS || meetJsonInTls.contains(from));
    }

    private static boolean isQuick(Door from, Door to) {
        boolean isPlain = from == from.plain() && to == to.plain();
        return isPlain || from != to && from.plain() == to.plain();
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("publisherAndSubscriber")
    void messages_ofEveryValueAndLevel_arriveAsTheyWereSent(Door from, Door to) {
        for (QoS qos : from.levels()) {
            assertArrival(VALUES, from, to, qos);
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("publisherAndSubscriberOfMuch")
    void messages_ofOneMebibyte_arriveAsTheyWereSent(Door from, Door to) {
        assertArrival(List.of(LONG_TEXT, LONG_BINARY), from, to, from.surestLevel());
    }

    private static void assertArrival(List<Value> values, Door from, Door to, QoS qos) {
        List<CompletableFuture<Void>> published =
                values.stream().map(value -> publish(from, to, qos, value)).toList();
        for (Value value : values) {
            assertThat(received(to, qos)).as("%s at QoS %s", value, qos).isEqualTo(value.expected(from, to));
        }
        assertThat(published).allSatisfy(each -> assertThat(each).succeedsWithin(PATIENCE));
    }

    private static CompletableFuture<Void> publish(Door from, Door to, QoS qos, Value value) {
        String topic = "to/" + to;
        switch (from) {
            case HTTP -> http().publish(topic, value.asJson());
            case JSON_RPC -> http().publishByJsonRpc(topic, value.asJson());
            default -> {
                return at(LEFT, from).async().publish(Publish.to(topic).qos(qos).with(value.arguments()));
            }
        }
        return CompletableFuture.completedFuture(null);
    }

    /** The arguments of the next message, which must be of this level where a receiver can tell. */
    private static Payload received(Door to, QoS qos) {
        if (to == Door.HTTP) {
            return Payload.of(Objects.requireNonNull(events).next());
        }
        Received message = at(INBOXES, to).next();
        assertThat(message.qos()).isEqualTo(qos);
        return Payload.ofArguments(message.arguments().toArray());
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("callerAndService")
    void calls_withEveryValue_areAnsweredWithIt(Door from, Door to) {
        List<CompletableFuture<Payload>> answers =
                VALUES.stream().map(value -> call(from, "echo/" + to, value)).toList();
        for (int i = 0; i < VALUES.size(); i++) {
            Value value = VALUES.get(i);
            assertThat(answers.get(i)).as("%s", value).succeedsWithin(PATIENCE).isEqualTo(value.expected(from, to));
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("callerAndServiceOfMuch")
    void calls_withOneMebibyteOfText_areAnsweredWithOneOfBinary(Door from, Door to) {
        assertThat(call(from, "exchange/" + to, LONG_TEXT))
                .succeedsWithin(PATIENCE)
                .isEqualTo(LONG_BINARY.expected(from, to));
    }

    private static CompletableFuture<Payload> call(Door from, String service, Value value) {
        return switch (from) {
            case HTTP -> CompletableFuture.completedFuture(Payload.of(http().call(service, value.asJson())));
            case JSON_RPC ->
                CompletableFuture.completedFuture(Payload.of(http().callByJsonRpc(service, value.asJson())));
            default ->
                at(LEFT, from).async().rpc(service, value.arguments()).thenApply(answer -> Payload.of(answer.value()));
        };
    }

    private static HttpPeer http() {
        return Objects.requireNonNull(http);
    }

    /** In this order. */
    private static Map<String, @Nullable Object> map(
            String key, Object value, String otherKey, @Nullable Object otherValue) {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put(key, value);
        map.put(otherKey, otherValue);
        return map;
    }
}
