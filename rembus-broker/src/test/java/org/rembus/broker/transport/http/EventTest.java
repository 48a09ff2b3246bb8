package org.rembus.broker.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.json.CborToJson;

final class EventTest {
    private static String event(String topic, Payload data) {
        Message.Publish publish = Message.Publish.of(topic, data);
        return new String(Event.of(topic, CborToJson.write(Event.data(publish))), UTF_8);
    }

    @Test
    void hasTopicAndArguments() {
        assertThat(event("a/b", Payload.ofArguments(1, "x")))
                .isEqualTo("data: {\"topic\":\"a/b\",\"data\":[1,\"x\"]}\n\n");
    }

    @Test
    void hasValueOrNothing_dataIsNoArray() {
        assertThat(event("a", Payload.of("x\n"))).isEqualTo("data: {\"topic\":\"a\",\"data\":\"x\\n\"}\n\n");
        assertThat(event("a", Payload.NULL)).isEqualTo("data: {\"topic\":\"a\",\"data\":[]}\n\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/b", "", "ä/€", "a\"b\\", "\\", "\"", "],["})
    void hasTopicOfTheMessage_patternIsSubscribed(String topic) {
        String json = new String(CborToJson.write(Payload.of(topic)), UTF_8);
        assertThat(event("**", Payload.of(List.of(topic, 1, List.of("x")))))
                .isEqualTo("data: {\"topic\":" + json + ",\"data\":[1,[\"x\"]]}\n\n");
        assertThat(event("**", Payload.of(List.of(topic)))).isEqualTo("data: {\"topic\":" + json + ",\"data\":[]}\n\n");
    }

    @Test
    void sharesTheJson_itIsOneOfItsPieces() {
        byte[] json = CborToJson.write(Payload.ofArguments("a/b", 1));
        assertThat(Event.pieces("a/b", json))
                .filteredOn(piece -> piece.array() == json)
                .hasSize(1);
        assertThat(Event.pieces("**", json))
                .filteredOn(piece -> piece.array() == json)
                .hasSize(1);
    }
}
