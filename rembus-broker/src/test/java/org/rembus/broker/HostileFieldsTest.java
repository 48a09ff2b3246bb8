package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.math.BigInteger;
import java.net.InetSocketAddress;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.Bystanders;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

/** Names, topics and commands that are well-formed and wrong: the peer learns what is wrong, others notice nothing. */
final class HostileFieldsTest {
    private static final MessageId ID = MessageId.of(HostileFrames.ID);
    private static final List<Object> WRONG = List.of(
            "text",
            new byte[] {1},
            List.of(1),
            Map.of("a", 1),
            1.5,
            new Tagged(80, new byte[1]),
            BigInteger.TWO.pow(100));

    private static Broker broker;
    private static InetSocketAddress address;
    private static Bystanders bystanders;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .build());
        address =
                new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort());
        bystanders = Bystanders.start(address);
    }

    @AfterAll
    static void stopBroker() throws IOException {
        try (Broker closed = broker) {
            bystanders.close();
        }
    }

    static List<Object> noCommands() {
        return List.of(
                "subscribe",
                1,
                true,
                Undefined.UNDEFINED,
                new byte[10],
                List.of("cmd", "subscribe"),
                new Tagged(259, Map.of("cmd", "subscribe")),
                Map.of(),
                Map.of("command", "subscribe"),
                Map.of("cmd", 1),
                Map.of("cmd", true),
                Map.of("cmd", List.of("subscribe")),
                Map.of("cmd", Map.of("cmd", "subscribe")),
                Map.of("cmd", new byte[9]),
                Map.of("cmd", new Tagged(1, "subscribe")),
                Map.of("cmd", Undefined.UNDEFINED),
                Map.of(List.of("cmd"), "subscribe"),
                Map.of("cmd", "x".repeat(2 * 1024 * 1024)),
                Collections.nCopies(1_000_000, List.of()));
    }

    @ParameterizedTest
    @MethodSource("noCommands")
    void isToldWhy_commandThatIsNone(Object command) throws IOException {
        expect(Status.ERROR, "some/topic", command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "SUBSCRIBE", "subscribe ", "__config__", "drop table", "\u0000"})
    void isToldSo_unknownCommand(String name) throws IOException {
        expect(Status.UNKNOWN_COMMAND, "some/topic", Map.of("cmd", name));
    }

    @Test
    void isToldWhy_wrongMembers() throws IOException {
        for (Object wrong : WRONG) {
            expect(Status.ERROR, "some/topic", Map.of("cmd", "setup", "subscribers", wrong));
            expect(Status.ERROR, "some/topic", Map.of("cmd", "setup", "exposers", wrong));
            expect(Status.ERROR, "some/topic", Map.of("cmd", "setup", "exposers", List.of("a", List.of(wrong))));
            expect(Status.ERROR, "some/topic", Map.of("cmd", "subscribe", "retroactive", wrong));
            expect(Status.ERROR, "some/topic", Map.of("cmd", "reactive", "status", wrong));
        }
        for (Object wrong : List.of("now", true, List.of(), Map.of(), new byte[8], Double.NaN)) {
            expect(Status.ERROR, "some/topic", Map.of("cmd", "subscribe", "msg_from", wrong));
            expect(Status.ERROR, "some/topic", Map.of("cmd", "reactive", "msg_from", wrong));
        }
    }

    @Test
    void isTakenForABound_anyNumber() throws IOException {
        for (Object number : List.of(
                -1,
                Long.MIN_VALUE,
                Long.MAX_VALUE,
                1e308,
                -1e308,
                Double.MIN_VALUE,
                Double.POSITIVE_INFINITY,
                Double.NEGATIVE_INFINITY,
                BigInteger.TWO.pow(64).subtract(BigInteger.ONE),
                BigInteger.TWO.pow(5000),
                BigInteger.TWO.pow(5000).negate(),
                Undefined.UNDEFINED)) {
            expect(Status.SUCCESS, "some/topic", Map.of("cmd", "subscribe", "msg_from", number));
        }
    }

    @Test
    void isToldWhy_keysThatAllHaveOneHash() throws IOException {
        Map<Object, Object> keys = new LinkedHashMap<>();
        for (int i = 0; i < 1 << 14; i++) {
            StringBuilder key = new StringBuilder();
            for (int bit = 0; bit < 14; bit++) {
                key.append((i >>> bit & 1) == 0 ? "Aa" : "BB");
            }
            keys.put(key.toString(), 0);
        }
        expect(Status.ERROR, "some/topic", keys);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/a",
                "a/",
                "a//b",
                ".",
                "..",
                "a/../b",
                "./a",
                "a\u0000",
                "a\nb",
                "\u0085",
                "broker",
                "ws://host",
                "ws://host/",
                "ws://host//",
                "ws://host/?a=b"
            })
    void isToldWhyAndClosed_illegalName(String cid) throws IOException {
        expectClosed(cid);
    }

    @ParameterizedTest
    @ValueSource(ints = {256, 1025, 100_000})
    void isToldWhyAndClosed_longName(int length) throws IOException {
        expectClosed("n".repeat(length));
        expectClosed("é".repeat(length / 2));
    }

    private static void expectClosed(String cid) throws IOException {
        try (HostilePeer peer = new HostilePeer(address)) {
            HostilePeer.Outcome outcome = peer.send(new Message.Identity(ID, cid, Payload.of(Map.of())));
            assertThat(outcome.status()).isEqualTo(Status.ERROR);
            assertThat(outcome.text()).asString().isNotEmpty().hasSizeLessThan(1000);
            assertThat(outcome.isClosed()).isTrue();
        }
    }

    static List<String> illegalTopics() {
        return List.of("", "t".repeat(1025), "é".repeat(513), "a\u0000b", "a\tb", "\u007f", "t".repeat(5_000_000));
    }

    @ParameterizedTest
    @MethodSource("illegalTopics")
    void isToldWhy_illegalTopic(String topic) throws IOException {
        for (String command : List.of("subscribe", "add_interest", "expose", "add_impl")) {
            expect(Status.ERROR, topic, Map.of("cmd", command));
        }
        expect(Status.ERROR, "__config__", Map.of("cmd", "setup", "exposers", List.of("fine", topic)));
        expect(Status.ERROR, "__config__", Map.of("cmd", "setup", "subscribers", List.of("fine", topic)));
        expectRefused(topic);
    }

    @ParameterizedTest
    @ValueSource(strings = {"*", "**", "a/*", "**/a", "a/**/b"})
    void isToldWhy_patternWhereATopicMustBe(String pattern) throws IOException {
        expect(Status.SUCCESS, pattern, Map.of("cmd", "subscribe"));
        expect(Status.ERROR, pattern, Map.of("cmd", "expose"));
        expectRefused(pattern);
    }

    private static void expectRefused(String topic) throws IOException {
        try (HostilePeer peer = new HostilePeer(address)) {
            long dropped = broker.statistics().count("dropped_illegal_topic");
            assertThat(peer.send(Message.Publish.of(topic, Payload.NO_ARGUMENTS))
                            .answers())
                    .isEmpty();
            for (PublishFlags flags : List.of(PublishFlags.QOS1, PublishFlags.QOS2, PublishFlags.QOS2_SLOT)) {
                check(peer.send(new Message.Publish(flags, ID, topic, Payload.NO_ARGUMENTS)), Status.ERROR);
            }
            check(peer.send(new Message.Rpc(ID, topic, null, Payload.NO_ARGUMENTS)), Status.ERROR);
            check(
                    peer.send(new Message.Rpc(ID, "a", "t".repeat(3_000_000), Payload.NO_ARGUMENTS)),
                    Status.TARGET_NOT_FOUND);
            assertThat(broker.statistics().count("dropped_illegal_topic")).isEqualTo(dropped + 4);
        }
    }

    private static void expect(Status status, String topic, Object command) throws IOException {
        try (HostilePeer peer = new HostilePeer(address)) {
            check(peer.command(topic, command), status);
        }
    }

    private static void check(HostilePeer.Outcome outcome, Status status) {
        assertThat(outcome.status()).as("%s", outcome).isEqualTo(status);
        assertThat(outcome.isClosed()).as("%s", outcome).isFalse();
        if (status != Status.SUCCESS) {
            assertThat(outcome.text()).asString().isNotEmpty().hasSizeLessThan(2000);
        }
    }
}
