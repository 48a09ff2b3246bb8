package org.rembus.client;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/** What came, as JSON that is written without making objects of it. */
final class WriteJsonTest {
    private static Received received(boolean byPattern, @Nullable Object data) {
        return new Received(Message.Publish.of("a/*", Payload.of(data)), byPattern);
    }

    private static Request request(@Nullable Object data) {
        return new Request(new Message.Rpc(MessageId.of(1, MessageId.GEN2_LENGTH), "add", null, Payload.of(data)));
    }

    private static String json(Received message) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        message.writeJson(text);
        return text.toString(UTF_8);
    }

    private static String json(Request request) throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        request.writeJson(text);
        return text.toString(UTF_8);
    }

    @Test
    void message_byAPattern_hasItsTopicAndTheArgumentsBehindIt() throws IOException {
        Received message = received(true, List.of("a/b", 1, Double.NaN));
        assertThat(message.topic()).isEqualTo("a/b");
        assertThat(json(message)).isEqualTo("[1,\"NaN\"]");
        assertThat(received(true, "a/b").topic()).isEqualTo("a/b");
        assertThat(received(true, List.of(7)).topic()).isEqualTo("a/*");
        assertThat(received(true, List.of()).topic()).isEqualTo("a/*");
        assertThat(received(true, null).topic()).isEqualTo("a/*");
    }

    @Test
    void message_byItsTopic_hasAllArguments() throws IOException {
        assertThat(json(received(false, List.of("a/b", 1)))).isEqualTo("[\"a/b\",1]");
        assertThat(json(received(false, Map.of("x", 1)))).isEqualTo("[{\"x\":1}]");
        assertThat(json(received(false, null))).isEqualTo("[]");
    }

    @Test
    void request_withNames_isAnObject() throws IOException {
        assertThat(json(request(Map.of("x", 1)))).isEqualTo("{\"x\":1}");
        assertThat(json(request(List.of(Map.of("x", 1))))).isEqualTo("[{\"x\":1}]");
        assertThat(json(request(7))).isEqualTo("[7]");
    }

    @Test
    void result_isItself() throws IOException {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        new Result("add", Payload.of(List.of(7, "\u001b"))).writeJson(text);
        assertThat(text.toString(UTF_8)).isEqualTo("[7,\"\\u001B\"]");
    }
}
