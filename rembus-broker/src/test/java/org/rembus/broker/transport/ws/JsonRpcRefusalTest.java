package org.rembus.broker.transport.ws;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class JsonRpcRefusalTest {
    private static final String ERROR = """
            {"jsonrpc":"2.0","id":%s,"error":{"code":-32601,"message":"JSON-RPC is not available yet","type":4,\
            "__type__":4,"sts":10,"data":"JSON-RPC is not available yet"}}""";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "1",
                "18446744073709551615",
                "340282366920938463463374607431768211455",
                "\"18446744073709551615\"",
                "\"a \\\"quoted\\\" id\""
            })
    void answersUnderTheSameId_request(String id) {
        assertThat(answer("{\"jsonrpc\":\"2.0\",\"method\":\"m\",\"params\":[{\"id\":5},[1]],\"id\":" + id + "}"))
                .contains(ERROR.formatted(id));
        assertThat(answer("{\"id\":" + id + ",\"method\":\"m\"}")).contains(ERROR.formatted(id));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "rubbish",
                "[]",
                "{}",
                "null",
                "7",
                "{\"method\":\"m\"}",
                "{\"id\":0,\"method\":\"m\"}",
                "{\"id\":1.5,\"method\":\"m\"}",
                "{\"id\":null,\"method\":\"m\"}",
                "{\"id\":[1],\"method\":\"m\"}",
                "{\"id\":3402823669209384634633746074317682114550,\"method\":\"m\"}",
                "{\"id\":1,\"result\":{\"type\":5}}",
                "{\"id\":1,\"error\":{}}"
            })
    void saysNothing_noUsableIdOrAnAnswer(String text) {
        assertThat(answer(text)).isEmpty();
    }

    @Test
    void findsTheIdThatComesFirst_restIsLongOrCutOff() {
        assertThat(answer("{\"id\":9,\"method\":\"m\",\"params\":[" + "1,".repeat(100_000) + "1]}"))
                .contains(ERROR.formatted("9"));
        assertThat(answer("{\"id\":9,\"method\":\"m\",\"params\":" + "[".repeat(3000)))
                .contains(ERROR.formatted("9"));
    }

    private static Optional<String> answer(String text) {
        byte[] bytes = ("xx" + text).getBytes(UTF_8);
        return JsonRpcRefusal.answer(bytes, 2, bytes.length - 2).map(answer -> new String(answer, UTF_8));
    }
}
