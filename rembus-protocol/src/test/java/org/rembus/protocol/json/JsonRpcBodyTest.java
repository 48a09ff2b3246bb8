package org.rembus.protocol.json;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.json.JsonRpcBody.Entry;
import org.rembus.protocol.json.JsonRpcBody.Invalid;
import org.rembus.protocol.json.JsonRpcBody.Request;
import org.rembus.protocol.json.JsonRpcBody.Shape;

final class JsonRpcBodyTest {
    private static final int MOST = 3;
    /** Of texts as long as these the names are read in another way. */
    private static final String LONG = "ä".repeat(70_000);

    private static final String CALL = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"f\"}";

    private static JsonRpcBody read(String text) throws ProtocolException {
        return JsonRpcBody.read(text.getBytes(UTF_8), Limits.MAX_NESTING, MOST);
    }

    private static Entry only(String text) throws ProtocolException {
        JsonRpcBody body = read(text);
        assertThat(body.shape()).isEqualTo(Shape.SINGLE);
        assertThat(body.entries()).hasSize(1);
        return body.entries().getFirst();
    }

    private static String describe(Entry entry) {
        return switch (entry) {
            case Request request ->
                request.id() == null
                        ? "notification"
                        : "call " + new String(Objects.requireNonNull(request.id()), UTF_8);
            case Invalid invalid -> "invalid " + new String(invalid.id(), UTF_8);
        };
    }

    @Test
    void isRequest_membersInAnyOrderAndOthersBetweenThem() throws ProtocolException {
        Request request = (Request)
                only(" {\"params\":[1,{\"a\":[]}],\"x\":{\"id\":9},\"method\":\"a/b\",\"id\":7,\"jsonrpc\":\"2.0\"} ");
        assertThat(request.id()).asString(UTF_8).isEqualTo("7");
        assertThat(request.method()).isEqualTo("a/b");
        assertThat(new String(CborToJson.write(request.params()), UTF_8)).isEqualTo("[1,{\"a\":[]}]");
    }

    @Test
    void hasNoArgumentsOrNamedOnes_paramsAbsentOrAnObject() throws ProtocolException {
        assertThat(((Request) only(CALL)).params()).isEqualTo(Payload.NO_ARGUMENTS);
        Request named = (Request) only("{\"jsonrpc\":\"2.0\",\"method\":\"f\",\"params\":{\"a\":1}}");
        assertThat(named.params()).isEqualTo(Payload.of(Map.of("a", 1)));
        assertThat(named.id()).isNull();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "1.10",
                "-0",
                "1e400",
                "12345678901234567890.123456789",
                "340282366920938463463374607431768211455",
                "null",
                "\"x\"",
                "\"\"",
                "\"ä €\\n\""
            })
    void keepsId_asItWasSent(String id) throws ProtocolException {
        for (String space : new String[] {"", " ", "\n\t"}) {
            String member = "\"id\"" + space + ":" + space + id + space;
            for (String other : new String[] {"\"method\":\"f\"", "\"method\":\"f\",\"x\":\"" + LONG + "\""}) {
                assertThat(describe(only("{\"jsonrpc\":\"2.0\"," + member + "," + other + "}")))
                        .isEqualTo("call " + id);
                assertThat(describe(only("{\"jsonrpc\":\"2.0\"," + other + "," + member + "}")))
                        .isEqualTo("call " + id);
            }
        }
    }

    @Test
    void keepsId_asTheTextThatItIs() throws ProtocolException {
        assertThat(describe(only(CALL.replace("1,", "\"\\u00e4\\/\",")))).isEqualTo("call \"ä/\"");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '\0',
            value = {
                "7 | null",
                "\"x\" | null",
                "{} | null",
                "{\"id\":1,\"method\":\"f\"} | 1",
                "{\"jsonrpc\":2.0,\"id\":1,\"method\":\"f\"} | 1",
                "{\"jsonrpc\":\"1.0\",\"id\":1,\"method\":\"f\"} | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":\"a\",\"method\":3} | \"a\"",
                "{\"jsonrpc\":\"2.0\",\"id\":1} | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":[1],\"method\":\"f\"} | null",
                "{\"jsonrpc\":\"2.0\",\"id\":true,\"method\":\"f\"} | null",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"f\",\"params\":7} | 1",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"f\",\"params\":null} | 1"
            })
    void isInvalid_noRequest(String text, String id) throws ProtocolException {
        assertThat(describe(only(text))).isEqualTo("invalid " + id);
    }

    @Test
    void isInvalid_idIsTooLongToBeSentBack() throws ProtocolException {
        String longest = "\"" + "x".repeat(JsonRpcBodyReader.MAX_ID_BYTES - 2) + "\"";
        assertThat(describe(only(CALL.replace("1,", longest + ",")))).isEqualTo("call " + longest);
        assertThat(describe(only(CALL.replace("1,", longest.replaceFirst("x", "xx") + ","))))
                .isEqualTo("invalid null");
    }

    @Test
    void hasEachEntry_batch() throws ProtocolException {
        JsonRpcBody body = read("[" + CALL + ",[[]], {\"jsonrpc\":\"2.0\",\"method\":\"f\"} ]");
        assertThat(body.shape()).isEqualTo(Shape.BATCH);
        assertThat(body.entries().stream().map(JsonRpcBodyTest::describe))
                .containsExactly("call 1", "invalid null", "notification");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[]", "[1,2,3,4]", "[1,2,3,4", "[1,2,3,{}, what comes here is not read", "", " "})
    void isOneInvalidRequest_emptyBatchOrTooLongOne(String text) throws ProtocolException {
        assertThat(describe(only(text))).isEqualTo("invalid null");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "[",
                "{",
                "[1,2",
                "{\"id\":1",
                "{\"id\":",
                "{} {}",
                "[1] 2",
                "{\"id\":01}",
                "{\"id\":\"\\ud800\"}",
                "{\"id\":1,\"id\":2}",
                "{\"x\":{\"a\":1,\"a\":2}}",
                "{\"method\":\"\\ud800\"}",
                "{\"params\":[1e400]}",
                "{\"id\":\"\u00ff\"}",
                "{\"id\":\"\u00c0\u00af\"}"
            })
    void cannotBeTaken_noJsonOrWhatOtherDoorsRefuse(String text) {
        byte[] bytes = text.getBytes(ISO_8859_1);
        assertThatThrownBy(() -> JsonRpcBody.read(bytes, Limits.MAX_NESTING, MOST))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void cannotBeTaken_nestedTooDeep() {
        String deep = "[".repeat(Limits.MAX_NESTING + 2) + "]".repeat(Limits.MAX_NESTING + 2);
        for (String member : new String[] {"params", "x"}) {
            assertThatThrownBy(() -> read("{\"" + member + "\":" + deep + "}"))
                    .isInstanceOf(ProtocolException.class)
                    .hasMessageContaining("nested deeper");
        }
    }
}
