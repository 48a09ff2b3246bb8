package org.rembus.broker.admin;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.admin.AdminParser.Unit;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.Undefined;

/** PROTOCOL.md section 7, as each generation of peers writes it. */
final class AdminParserTest {
    @Test
    void parse_commandsForTheBrokersMachine_haveNamesAndDefaults() {
        assertThat(parse("cmd", "list_twins")).isEqualTo(new AdminCommand.ListTwins("", 100));
        assertThat(parse("cmd", "list_twins", "after", "a", "limit", 5L)).isEqualTo(new AdminCommand.ListTwins("a", 5));
        assertThat(parse("cmd", "show_twin", "name", "a")).isEqualTo(new AdminCommand.ShowTwin("a"));
        assertThat(List.of(
                        parse("cmd", "list_twins", "after", 1L),
                        parse("cmd", "list_twins", "limit", 0L),
                        parse("cmd", "list_twins", "limit", "many"),
                        parse("cmd", "show_twin")))
                .allMatch(AdminCommand.Malformed.class::isInstance);
    }

    @ParameterizedTest
    @CsvSource({
        "unsubscribe, Unsubscribe",
        "remove_interest, Unsubscribe",
        "expose, Expose",
        "add_impl, Expose",
        "unexpose, Unexpose",
        "remove_impl, Unexpose",
        "subscribe, Subscribe",
        "add_interest, Subscribe",
        "reactive, StartDelivery",
        "setup, Setup"
    })
    void parse_eitherVocabulary_isTheSameCommand(String name, String kind) {
        assertThat(parse("cmd", name).getClass().getSimpleName()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "private_topic",
                "public_topic",
                "authorize",
                "unauthorize",
                "private_topics_config",
                "broker_config",
                "load_config",
                "save_config",
                "shutdown",
                "enable_debug",
                "disable_debug"
            })
    void parse_commandForAdministrators_isPrivileged(String name) {
        assertThat(parse("cmd", name)).isEqualTo(new AdminCommand.Privileged(name));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "Subscribe", "restart"})
    void parse_otherCommand_isUnknown(String name) {
        assertThat(parse("cmd", name)).isEqualTo(new AdminCommand.Unknown(name));
    }

    static Stream<@Nullable Object> notCommands() {
        return Stream.of(
                null,
                Undefined.UNDEFINED,
                List.of("subscribe"),
                "subscribe",
                1L,
                Map.of(),
                Map.of("cmd", 1L),
                Map.of("command", "subscribe"),
                Map.of(1L, "subscribe"));
    }

    @ParameterizedTest
    @MethodSource("notCommands")
    void parse_noCommandInIt_isMalformed(@Nullable Object data) {
        assertThat(AdminParser.parse(Payload.of(data), Unit.NANOSECONDS)).isInstanceOf(AdminCommand.Malformed.class);
    }

    @Test
    void parse_keysOfEveryKind_areLeftAlone() throws ProtocolException {
        // {1: 2, h'00': 3, "cmd": "expose", "cmd": "unexpose"}
        Payload data = Payload.parse(bytes(
                0xA4, 0x01, 0x02, 0x41, 0x00, 0x03, 0x63, 'c', 'm', 'd', 0x66, 'e', 'x', 'p', 'o', 's', 'e', 0x63, 'c',
                'm', 'd', 0x68, 'u', 'n', 'e', 'x', 'p', 'o', 's', 'e'));

        assertThat(AdminParser.parse(data, Unit.NANOSECONDS))
                .isInstanceOfAny(AdminCommand.Expose.class, AdminCommand.Unexpose.class);
    }

    static Stream<Arguments> bounds() {
        BigInteger beyond = BigInteger.TWO.pow(70);
        return Stream.of(
                Arguments.of(0L, Unit.NANOSECONDS, Since.NOW),
                Arguments.of(0.0, Unit.MICROSECONDS, Since.NOW),
                Arguments.of(-1L, Unit.NANOSECONDS, Since.NOW),
                Arguments.of(Double.NEGATIVE_INFINITY, Unit.NANOSECONDS, Since.NOW),
                Arguments.of(beyond.negate(), Unit.NANOSECONDS, Since.NOW),
                Arguments.of(Double.POSITIVE_INFINITY, Unit.NANOSECONDS, Since.LAST_RECEIVED),
                Arguments.of(Double.POSITIVE_INFINITY, Unit.MICROSECONDS, Since.LAST_RECEIVED),
                Arguments.of(null, Unit.NANOSECONDS, Since.LAST_RECEIVED),
                Arguments.of(beyond, Unit.NANOSECONDS, Since.LAST_RECEIVED),
                Arguments.of(Long.MAX_VALUE, Unit.MICROSECONDS, Since.LAST_RECEIVED),
                Arguments.of(1e300, Unit.MICROSECONDS, Since.LAST_RECEIVED),
                Arguments.of(3_600_000_000_000L, Unit.NANOSECONDS, new Since(3_600_000_000_000L)),
                Arguments.of(3_600_000_000L, Unit.MICROSECONDS, new Since(3_600_000_000_000L)),
                Arguments.of(1_500_000_000.0, Unit.NANOSECONDS, new Since(1_500_000_000L)),
                Arguments.of(0.5, Unit.NANOSECONDS, new Since(1)));
    }

    @ParameterizedTest
    @MethodSource("bounds")
    void parse_msgFrom_isTheWindow(@Nullable Object msgFrom, Unit unit, Since expected) {
        Map<String, @Nullable Object> data = new HashMap<>();
        data.put("cmd", "subscribe");
        data.put("msg_from", msgFrom);

        assertThat(AdminParser.parse(Payload.of(data), unit))
                .isEqualTo(new AdminCommand.Subscribe(
                        expected, expected.isNow() ? Start.HERE : Start.OLDEST, QoS.EXACTLY_ONCE));
    }

    static Stream<Object> notNumbers() {
        return Stream.of("0", Double.NaN, true, List.of(), Map.of(), new byte[] {0});
    }

    @ParameterizedTest
    @MethodSource("notNumbers")
    void parse_msgFromThatIsNoNumber_isMalformed(Object msgFrom) {
        assertThat(parse("cmd", "subscribe", "msg_from", msgFrom)).isInstanceOf(AdminCommand.Malformed.class);
        assertThat(parse("cmd", "reactive", "msg_from", msgFrom)).isInstanceOf(AdminCommand.Malformed.class);
    }

    @Test
    void parse_retroactive_beginsAtTheSubscription() {
        assertThat(parse("cmd", "subscribe", "retroactive", true))
                .isEqualTo(new AdminCommand.Subscribe(Since.LAST_RECEIVED, Start.HERE, QoS.EXACTLY_ONCE));
        assertThat(parse("cmd", "add_interest", "retroactive", false))
                .isEqualTo(new AdminCommand.Subscribe(Since.NOW, Start.HERE, QoS.EXACTLY_ONCE));
    }

    @Test
    void parse_subscribeWithoutABound_isNowAtQoS0() {
        assertThat(parse("cmd", "subscribe"))
                .isEqualTo(new AdminCommand.Subscribe(Since.NOW, Start.HERE, QoS.AT_MOST_ONCE));
        assertThat(parse("cmd", "subscribe", "msg_from", Undefined.UNDEFINED))
                .isEqualTo(new AdminCommand.Subscribe(Since.NOW, Start.HERE, QoS.AT_MOST_ONCE));
    }

    @Test
    void parse_reactive_startsOrStops() {
        assertThat(parse("cmd", "reactive")).isEqualTo(new AdminCommand.StartDelivery(null));
        assertThat(parse("cmd", "reactive", "status", true)).isEqualTo(new AdminCommand.StartDelivery(null));
        assertThat(parse("cmd", "reactive", "status", false)).isEqualTo(new AdminCommand.StopDelivery());
        assertThat(parse("cmd", "reactive", "status", true, "msg_from", 0L))
                .isEqualTo(new AdminCommand.StartDelivery(Since.NOW));
        assertThat(parse("cmd", "reactive", "status", false, "msg_from", 5L))
                .isEqualTo(new AdminCommand.StopDelivery());
    }

    @Test
    void parse_setup_takesBothListsOrOne() {
        assertThat(parse("cmd", "setup", "subscribers", List.of("a", "b"), "exposers", List.of("c")))
                .isEqualTo(new AdminCommand.Setup(List.of("a", "b"), List.of("c")));
        assertThat(parse("cmd", "setup", "exposers", List.of("c")))
                .isEqualTo(new AdminCommand.Setup(List.of(), List.of("c")));
        assertThat(parse("cmd", "setup", "subscribers", List.of("a")))
                .isEqualTo(new AdminCommand.Setup(List.of("a"), List.of()));
    }

    @Test
    void parse_longerThanACommandMayBe_isMalformed() {
        assertThat(parse("cmd", "subscribe", "msg_from", "x".repeat(1 << 20)))
                .isEqualTo(new AdminCommand.Malformed("a command of more than 1048576 bytes"));
    }

    @Test
    void parse_setupWithoutLists_isMalformed() {
        assertThat(parse("cmd", "setup", "subscribers", "a")).isInstanceOf(AdminCommand.Malformed.class);
        assertThat(parse("cmd", "setup", "subscribers", Arrays.asList("a", null)))
                .isInstanceOf(AdminCommand.Malformed.class);
        assertThat(parse("cmd", "setup", "exposers", List.of(1L))).isInstanceOf(AdminCommand.Malformed.class);
    }

    private static AdminCommand parse(Object... keysAndValues) {
        Map<Object, Object> data = new HashMap<>();
        for (int i = 0; i < keysAndValues.length; i += 2) {
            data.put(keysAndValues[i], keysAndValues[i + 1]);
        }
        return AdminParser.parse(Payload.of(data), Unit.NANOSECONDS);
    }

    private static byte[] bytes(int... values) {
        byte[] bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }
}
