package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Clock;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
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
import org.rembus.cli.certificates.CertificateFolders;
import org.rembus.cli.certificates.HostNames;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Publish;
import org.rembus.client.Received;
import org.rembus.client.Rembus;
import org.rembus.client.Service;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.Undefined;

/** Every way into one broker, with every other way on the other side: all values arrive as they were sent. */
@Timeout(120)
final class MatrixTest {
    private static final Map<Door, Component> LEFT = new EnumMap<>(Door.class);
    private static final Map<Door, Component> RIGHT = new EnumMap<>(Door.class);
    private static final Map<Door, Inbox> INBOXES = new EnumMap<>(Door.class);
    private static @Nullable Broker broker;

    /** A way to connect. */
    enum Door {
        WS,
        WSS,
        TCP,
        TLS,
        ZMQ,
        LOCAL
    }

    @BeforeAll
    static void start(@TempDir Path home) throws Exception {
        Path keystore = home.resolve("keystore");
        Path authority = new CertificateFolders(keystore, home.resolve("ca"), Clock.systemUTC())
                .create(new HostNames(List.of()), CertificateFolders.WhenThere.REFUSE)
                .authority();
        Broker started = Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .home(home)
                .set(Settings.KEYSTORE, keystore.toString())
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
        ComponentOptions.Builder options = ComponentOptions.builder().caBundle(authority);
        if (door == Door.LOCAL) {
            return Rembus.component(options.broker(to).name(name).build());
        }
        String url = to.addresses().stream()
                .map(Object::toString)
                .filter(each -> each.startsWith(door.name().toLowerCase(Locale.ROOT) + "://"))
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

    static Stream<Arguments> pairs() {
        return Arrays.stream(Door.values())
                .flatMap(from -> Arrays.stream(Door.values()).map(to -> arguments(from, to)));
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void messages_ofEveryValueAndLevel_arriveAsTheyWereSent(Door from, Door to) {
        for (QoS qos : QoS.values()) {
            for (Object[] values : messages()) {
                at(LEFT, from).publish(Publish.to("to/" + to).qos(qos).with(values));

                Received message = at(INBOXES, to).next();
                assertThat(Payload.ofArguments(message.arguments().toArray()))
                        .as("%s at QoS %s", Arrays.toString(values), qos)
                        .isEqualTo(Payload.ofArguments(values));
                assertThat(message.qos()).isEqualTo(qos);
            }
        }
    }

    @ParameterizedTest(name = "{0} to {1}")
    @MethodSource("pairs")
    void calls_withEveryValue_areAnsweredWithIt(Door from, Door to) {
        for (Object[] values : messages()) {
            assertThat(Payload.of(at(LEFT, from).rpc("echo/" + to, values).value()))
                    .as(Arrays.toString(values))
                    .isEqualTo(Payload.ofArguments(values));
        }
    }

    /** One argument each, then none, several, and a large one. */
    private static List<Object[]> messages() {
        List<Object[]> messages = new ArrayList<>();
        for (Object value : values()) {
            messages.add(new Object[] {value});
        }
        messages.add(new Object[0]);
        messages.add(new Object[] {1L, "two", 3.0, null});
        messages.add(new Object[] {"x".repeat(1 << 20)});
        return messages;
    }

    private static List<@Nullable Object> values() {
        Map<String, @Nullable Object> map = new LinkedHashMap<>();
        map.put("key", List.of(1L, Map.of("ключ", List.of())));
        map.put("", null);
        return Arrays.asList(
                null,
                true,
                false,
                "",
                "grüß 😀 κόσμε \u0000",
                0L,
                -1L,
                255L,
                Long.MAX_VALUE,
                Long.MIN_VALUE,
                BigInteger.ONE.shiftLeft(64).subtract(BigInteger.ONE),
                BigInteger.ONE.shiftLeft(100),
                BigInteger.ONE.shiftLeft(100).negate(),
                1.5,
                -0.0,
                1e300,
                Double.NaN,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                "binary".getBytes(StandardCharsets.UTF_8),
                List.of(),
                List.of(List.of(List.of(1L))),
                map,
                Undefined.UNDEFINED);
    }
}
