package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
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
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Publish;
import org.rembus.client.Received;
import org.rembus.client.Rembus;
import org.rembus.client.Result;
import org.rembus.client.Service;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

/**
 * Every way into one broker, with every other way on the other side: all values arrive as they were sent, or as what JSON makes of
 * them when it is JSON on either side.
 */
@Timeout(120)
final class MatrixTest {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Map<Door, Component> LEFT = new EnumMap<>(Door.class);
    private static final Map<Door, Component> RIGHT = new EnumMap<>(Door.class);
    private static final Map<Door, Inbox> INBOXES = new EnumMap<>(Door.class);
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
        JSON_WSS("wss");

        private final String scheme;

        Door(String scheme) {
            this.scheme = scheme;
        }

        private Encoding encoding() {
            return this == JSON_WS || this == JSON_WSS ? Encoding.JSON : Encoding.CBOR;
        }
    }

    /** What is sent, and what is left of it when one side has JSON. */
    private record Value(List<@Nullable Object> sent, List<@Nullable Object> asJson) {

        /** One argument, which JSON can carry. */
        static Value same(@Nullable Object value) {
            return all(Collections.singletonList(value));
        }

        /** Any number of them. */
        static Value all(List<@Nullable Object> values) {
            return new Value(values, values);
        }

        static Value changed(Object value, @Nullable Object asJson) {
            return new Value(List.of(value), Collections.singletonList(asJson));
        }

        Object[] arguments() {
            return sent.toArray();
        }

        Payload expected(Door from, Door to) {
            boolean isJson = from.encoding() == Encoding.JSON || to.encoding() == Encoding.JSON;
            return Payload.of(isJson ? asJson : sent);
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
                .build());
        broker = started;
        for (Door door : Door.values()) {
            LEFT.put(door, connect(started, door, "left/" + door, authority));
            RIGHT.put(door, connect(started, door, "right/" + door, authority));
            Inbox inbox = new Inbox();
            INBOXES.put(door, inbox);
            at(RIGHT, door).subscribe("to/" + door, inbox);
            at(RIGHT, door).expose(Service.of("echo/" + door), request -> Payload.of(request.arguments()));
        }
    }

    private static Component connect(Broker to, Door door, String name, Path authority) {
        ComponentOptions.Builder options =
                ComponentOptions.builder().caBundle(authority).encoding(door.encoding());
        if (door == Door.LOCAL) {
            return Rembus.component(options.broker(to).name(name).build());
        }
        String url = to.addresses().stream()
                .map(Object::toString)
                .filter(each -> each.startsWith(door.scheme + "://"))
                .findFirst()
                .orElseThrow();
        return Rembus.component(options.address(url + "/" + name).build());
    }

    private static <T> T at(Map<Door, T> map, Door door) {
        return Objects.requireNonNull(map.get(door));
    }

    @AfterAll
    static void stop() {
        LEFT.values().forEach(Component::close);
        RIGHT.values().forEach(Component::close);
        if (broker != null) {
            broker.close();
        }
    }

    /** JSON in TLS is JSON: it meets those only of whom something could be different in it. */
    static Stream<Arguments> pairs() {
        Set<Door> meetJsonInTls = EnumSet.of(Door.WSS, Door.JSON_WS, Door.JSON_WSS);
        return Arrays.stream(Door.values())
                .flatMap(from -> Arrays.stream(Door.values())
                        .filter(to -> from != Door.JSON_WSS || meetJsonInTls.contains(to))
                        .filter(to -> to != Door.JSON_WSS || meetJsonInTls.contains(from))
                        .map(to -> arguments(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void messages_ofEveryValueAndLevel_arriveAsTheyWereSent(Door from, Door to) {
        for (QoS qos : QoS.values()) {
            Publish publish = Publish.to("to/" + to).qos(qos);
            List<CompletableFuture<Void>> published = VALUES.stream()
                    .map(value -> at(LEFT, from).async().publish(publish.with(value.arguments())))
                    .toList();
            for (Value value : VALUES) {
                Received message = at(INBOXES, to).next();
                assertThat(Payload.ofArguments(message.arguments().toArray()))
                        .as("%s at QoS %s", value.sent(), qos)
                        .isEqualTo(value.expected(from, to));
                assertThat(message.qos()).isEqualTo(qos);
            }
            assertThat(published).allSatisfy(each -> assertThat(each).succeedsWithin(PATIENCE));
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void calls_withEveryValue_areAnsweredWithIt(Door from, Door to) {
        List<CompletableFuture<Result>> answers = VALUES.stream()
                .map(value -> at(LEFT, from).async().rpc("echo/" + to, value.arguments()))
                .toList();
        for (int i = 0; i < VALUES.size(); i++) {
            Value value = VALUES.get(i);
            assertThat(answers.get(i))
                    .as("%s", value.sent())
                    .succeedsWithin(PATIENCE)
                    .satisfies(answer -> assertThat(Payload.of(answer.value())).isEqualTo(value.expected(from, to)));
        }
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
