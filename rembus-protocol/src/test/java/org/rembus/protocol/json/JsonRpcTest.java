package org.rembus.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Status;
import org.rembus.protocol.json.JsonRpcEncoder.Receiver;

final class JsonRpcTest {
    private static final MessageId SEVEN = id("7");

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "9007199254740993",
                "18446744073709551615",
                "18446744073709551616",
                "340282366920938463463374607431768211455",
                "\"1\"",
                "\"0\"",
                "\"18446744073709551615\"",
                "\"340282366920938463463374607431768211455\""
            })
    void decode_id_isGivenBackInTheSameType(String id) {
        Message.Rpc rpc = (Message.Rpc) decode("{\"jsonrpc\":\"2.0\",\"id\":" + id + ",\"method\":\"m\"}");

        assertThat(encode(Message.Response.success(rpc.id())))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":" + id
                        + ",\"result\":{\"type\":4,\"__type__\":4,\"sts\":0,\"data\":null}}");
        assertThat(JsonId.isJson(rpc.id().length())).isTrue();
        assertThat(JsonId.isText(rpc.id().length())).isEqualTo(id.startsWith("\""));
    }

    @Test
    void decode_answerUnderOurIdAsAText_hasTheIdThatWeGave() {
        MessageId ours = MessageId.of(578437L, JsonId.LENGTH);

        assertThat(decode("{\"jsonrpc\":\"2.0\",\"id\":\"578437\",\"result\":{\"__type__\":5}}"))
                .isEqualTo(new Message.Ack(ours));
        assertThat(decode("{\"jsonrpc\":\"2.0\",\"id\":578437,\"result\":{\"type\":5}}"))
                .isEqualTo(new Message.Ack(ours));
        assertThat(decode("{\"jsonrpc\":\"2.0\",\"id\":\"578437\",\"result\":{\"__type__\":4,\"sts\":0,\"data\":1}}"))
                .isEqualTo(new Message.Response(ours, Status.SUCCESS, Payload.of(1L)));
    }

    @Test
    void envelope_aroundAPayload_isTheWholeText() throws ProtocolException {
        Payload list = Payload.ofArguments(1, "x");
        for (Payload data : List.of(list, Payload.of("x"), Payload.NULL, Payload.NO_ARGUMENTS)) {
            for (Message message : List.of(
                    Message.Publish.of("a", data),
                    new Message.Publish(PublishFlags.parse(0x10), SEVEN, "a", data),
                    new Message.Rpc(SEVEN, "a", null, data),
                    new Message.Response(SEVEN, Status.SUCCESS, data),
                    new Message.Response(SEVEN, Status.ERROR, data),
                    new Message.Admin(SEVEN, "a", data))) {
                ByteArrayOutputStream whole = new ByteArrayOutputStream();
                JsonRpcEncoder.envelope(message).around(CborToJson.write(data)).forEach(whole::writeBytes);
                assertThat(whole.toString(UTF_8)).isEqualTo(encode(message));
            }
        }
    }

    @Test
    void encode_publishWithASlot_dependsOnTheReader() {
        MessageId id = MessageId.of(5, MessageId.GEN2_LENGTH);
        Message publish = new Message.Publish(PublishFlags.QOS1_SLOT, id, "m", Payload.ofArguments(1L));
        String start = "{\"jsonrpc\":\"2.0\",\"id\":5,\"method\":\"m\",\"params\":";

        assertThat(encode(publish)).isEqualTo(start + "{\"type\":16,\"__type__\":16,\"data\":[1]},\"data\":[1]}");
        assertThat(encode(publish, Receiver.BROKER))
                .isEqualTo(start + "{\"type\":80,\"__type__\":80,\"data\":[1]},\"data\":[1]}");
        assertThat(encode(publish, Receiver.BROKER_OF_OURS))
                .isEqualTo(start + "{\"type\":80,\"__type__\":80,\"data\":[1]}}");
    }

    @Test
    void asGiven_answer_hasTheIdThatWasAskedUnder() {
        MessageId asked = MessageId.of(-2, MessageId.GEN2_LENGTH);
        String text = encode(new Message.Rpc(asked, "m", "target", Payload.NULL), Receiver.BROKER);

        assertThat(text)
                .isEqualTo(
                        "{\"jsonrpc\":\"2.0\",\"id\":\"18446744073709551614\",\"method\":\"target/m\",\"params\":[]}");
        Message.Rpc read = (Message.Rpc) decode(text);
        Message.Response answer = (Message.Response) decode(encode(Message.Response.success(read.id())));
        assertThat(JsonId.asGiven(answer.id())).isEqualTo(asked);
        assertThat(JsonId.asGiven(SEVEN)).isEqualTo(MessageId.of(7, MessageId.GEN2_LENGTH));
    }

    @Test
    void decode_objectsInParams_areEnvelopesOnlyWithTheirMembers() {
        assertThat(request("{\"type\":3,\"data\":{\"cmd\":\"expose\"}}"))
                .isEqualTo(new Message.Admin(SEVEN, "m", Payload.of(Map.of("cmd", "expose"))));
        assertThat(request("{\"__type__\":48,\"data\":[1]}"))
                .isEqualTo(new Message.Publish(PublishFlags.QOS2, SEVEN, "m", Payload.ofArguments(1L)));
        assertThat(request("{\"type\":3}")).isEqualTo(rpc(Payload.of(Map.of("type", 3L))));
        assertThat(request("{\"type\":0}")).isEqualTo(rpc(Payload.of(Map.of("type", 0L))));
        assertThat(request("{\"type\":17,\"data\":1}")).isInstanceOf(Message.Rpc.class);
        assertThat(request("{\"type\":\"3\",\"data\":1}")).isInstanceOf(Message.Rpc.class);
        assertThat(request("{\"type\":0,\"cid\":\"a\"}")).isEqualTo(new Message.Identity(SEVEN, "a", null));
        assertThat(request("{\"type\":0,\"cid\":\"a\",\"meta\":{}}"))
                .isEqualTo(new Message.Identity(SEVEN, "a", Payload.of(Map.of())));
    }

    @Test
    void decode_noParams_isNoArgument() {
        assertThat(decode("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\"}")).isEqualTo(rpc(Payload.NO_ARGUMENTS));
        assertThat(request("null")).isEqualTo(rpc(Payload.NO_ARGUMENTS));
        assertThat(decode("{\"jsonrpc\":\"2.0\",\"method\":\"m\"}"))
                .isEqualTo(Message.Publish.of("m", Payload.NO_ARGUMENTS));
    }

    @Test
    void decode_resultOfAPlainJsonRpcPeer_isTheResult() {
        assertThat(decode("{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"a\":1}}"))
                .isEqualTo(new Message.Response(SEVEN, Status.SUCCESS, Payload.of(Map.of("a", 1L))));
        assertThat(decode("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"code\":-32000,\"message\":\"boom\"}}"))
                .isEqualTo(Message.Response.error(SEVEN, Status.ERROR, "boom"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "{\"id\":7,\"method\":\"m\"}|-32600",
                "{\"jsonrpc\":\"1.0\",\"id\":7,\"method\":\"m\"}|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":7}|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":1}|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":1}|-32600",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":[|-32700",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"method\":\"m\"}|-32700",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"\\ud800\"}|-32700",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":{\"type\":11,\"signature\":\"?\"}}|-32600"
            })
    void answer_malformedTextWithAnId_isAnErrorUnderIt(String text, int code) {
        assertThat(refused(text).answer())
                .hasValueSatisfying(answer -> assertThat(new String(answer, UTF_8))
                        .startsWith("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{")
                        .contains("\"sts\":10", "\"code\":" + code, "\"message\":\""));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "null",
                "[]",
                " [{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\"}]",
                "{}",
                "{\"jsonrpc\":\"2.0\",\"id\":0,\"method\":7}",
                "{\"jsonrpc\":\"2.0\",\"id\":1.5,\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":-1,\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"x\",\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":\"01\",\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":340282366920938463463374607431768211456,\"method\":\"m\"}",
                "{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":{\"type\":16,\"data\":[]}}",
                "{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":1}"
            })
    void answer_malformedTextWithoutAUsableId_isNone(String text) {
        assertThat(refused(text).answer()).isEmpty();
    }

    @Test
    void decode_nesting_isBoundedAsForCborPeers() {
        assertThat(request("[" + nested(Limits.MAX_NESTING) + "]")).isInstanceOf(Message.Rpc.class);
        assertThat(request("{\"type\":16,\"data\":[" + nested(Limits.MAX_NESTING) + "]}"))
                .isInstanceOf(Message.Publish.class);
        assertThat(refused(text("[" + nested(Limits.MAX_NESTING + 1) + "]")).answer())
                .isPresent();
        assertThat(refused(text("[" + nested(100_000) + "]")).answer()).isPresent();
    }

    @Test
    void encode_publish_hasItsArgumentsTwice() {
        assertThat(encode(Message.Publish.of("t", Payload.ofArguments(1L, "x"))))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"method\":\"t\",\"params\":[1,\"x\"],\"data\":[1,\"x\"]}");
        assertThat(encode(Message.Publish.of("t", Payload.of(Map.of("a", 1L)))))
                .contains("\"params\":[{\"a\":1}],\"data\":[{\"a\":1}]");
        assertThat(encode(Message.Publish.of("t", Payload.NULL))).contains("\"params\":[],\"data\":[]");
    }

    @Test
    void encode_publishWithSlot_goesWithoutIt() {
        Payload data = Payload.ofArguments(1L);
        assertThat(encode(new Message.Publish(PublishFlags.QOS1_SLOT, SEVEN, "t", data)))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"t\",\"params\":"
                        + "{\"type\":16,\"__type__\":16,\"data\":[1]},\"data\":[1]}");
        assertThat(encode(new Message.Publish(PublishFlags.QOS0_SLOT, SEVEN, "t", data)))
                .doesNotContain("\"id\"");
    }

    @Test
    void encode_error_hasStatusCodeAndText() {
        assertThat(encode(Message.Response.error(SEVEN, Status.METHOD_NOT_FOUND, "m: method unknown")))
                .isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":7,\"error\":{\"type\":4,\"__type__\":4,\"sts\":42,"
                        + "\"data\":\"m: method unknown\",\"code\":-32601,\"message\":\"m: method unknown\"}}");
    }

    @Test
    void encode_valuesOfEveryKind_areReadAgain() {
        List<Object> values = List.of(
                new BigInteger("123456789012345678901234567890"),
                "日本🚀\"\\",
                List.of(),
                Map.of("a", List.of(true)),
                1.5);
        Message sent = rpc(Payload.of(values));

        assertThat(decode(encode(sent))).isEqualTo(sent);
    }

    private static String nested(int depth) {
        return "[".repeat(depth) + "]".repeat(depth);
    }

    private static Message rpc(Payload data) {
        return new Message.Rpc(SEVEN, "m", null, data);
    }

    private static String text(String params) {
        return "{\"jsonrpc\":\"2.0\",\"id\":7,\"method\":\"m\",\"params\":" + params + "}";
    }

    private static Message request(String params) {
        return decode(text(params));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "\"method\":\"t\",\"params\":{\"type\":3,\"data\":{}}; PYTHON",
                "\"method\":\"t\",\"params\":{\"__type__\":16,\"data\":[]}; JULIA",
                "\"method\":\"t\",\"params\":{\"type\":16,\"__type__\":16,\"data\":[]}; UNSAID",
                "\"method\":\"t\",\"params\":{\"__type__\":\"named\"}; UNSAID",
                "\"method\":\"t\",\"params\":{\"type\":16}; UNSAID",
                "\"method\":\"t\"; UNSAID",
                "\"result\":{\"__type__\":5}; JULIA",
                "\"result\":{\"type\":6}; PYTHON",
                "\"result\":{\"__type__\":4,\"sts\":0,\"data\":1}; JULIA",
                "\"error\":{\"type\":4,\"sts\":40,\"data\":\"no\"}; PYTHON",
                "\"result\":7; UNSAID"
            })
    void read_envelope_saysTheDialect(String members, Dialect dialect) throws JsonRpcException {
        byte[] text = ("{\"jsonrpc\":\"2.0\",\"id\":1," + members + "}").getBytes(UTF_8);

        assertThat(new JsonRpcDecoder(Limits.MAX_NESTING)
                        .read(text, 0, text.length)
                        .dialect())
                .isEqualTo(dialect);
    }

    @Test
    void isJulias_whatWasSaidLastCountsElseTheIds() {
        int number = SEVEN.length();
        int text = id("\"7\"").length();

        assertThat(Dialect.JULIA.isJulias(number)).isTrue();
        assertThat(Dialect.UNSAID.isJulias(number)).isFalse();
        assertThat(Dialect.UNSAID.isJulias(text)).isTrue();
        assertThat(Dialect.PYTHON.isJulias(text)).isFalse();
        assertThat(Dialect.JULIA.isJulias(MessageId.GEN2_LENGTH)).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"AP8=\"", "[0,255]"})
    void decode_challengeInEitherDialect_isBinary(String data) {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"type\":4,\"sts\":11,\"data\":" + data + "}}";

        assertThat(((Message.Response) decode(text)).data()).isEqualTo(Payload.of(new byte[] {0, -1}));
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"?\"", "[0,256]", "[-1]", "[1.0]", "null", "{}"})
    void decode_challengeThatIsNone_staysWhatItIs(String data) {
        String text = "{\"jsonrpc\":\"2.0\",\"id\":7,\"result\":{\"type\":4,\"sts\":11,\"data\":" + data + "}}";

        assertThat(encode(decode(text))).contains("\"sts\":11,\"data\":" + data + "}");
    }

    @Test
    void encode_challenge_isAsTheDialectHasIt() {
        Message challenge = new Message.Response(SEVEN, Status.CHALLENGE, Payload.of(new byte[] {0, -1}));

        assertThat(encode(challenge, Receiver.COMPONENT)).contains("\"sts\":11,\"data\":\"AP8=\"}");
        assertThat(encode(challenge, Receiver.JULIA_COMPONENT)).contains("\"sts\":11,\"data\":[0,255]}");
    }

    private static MessageId id(String number) {
        return ((Message.Rpc) decode("{\"jsonrpc\":\"2.0\",\"id\":" + number + ",\"method\":\"m\"}")).id();
    }

    private static Message decode(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        try {
            return new JsonRpcDecoder(Limits.MAX_NESTING).decode(utf8, 0, utf8.length);
        } catch (JsonRpcException refused) {
            throw new AssertionError(text, refused);
        }
    }

    private static JsonRpcException refused(String text) {
        byte[] utf8 = text.getBytes(UTF_8);
        return catchThrowableOfType(
                JsonRpcException.class, () -> new JsonRpcDecoder(Limits.MAX_NESTING).decode(utf8, 0, utf8.length));
    }

    private static String encode(Message message, Receiver receiver) {
        return new String(JsonRpcEncoder.encode(message, receiver), UTF_8);
    }

    private static String encode(Message message) {
        return new String(JsonRpcEncoder.encode(message), UTF_8);
    }
}
