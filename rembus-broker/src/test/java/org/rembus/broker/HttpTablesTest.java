package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rembus.broker.testing.RawHttp;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;

/** What is no way to set a twin's tables is no message either. */
@Timeout(60)
final class HttpTablesTest extends HttpFixture {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "POST /subscribe              |              | 404 | POST /subscribe/TOPIC/NAME",
                "POST /subscribe/a            |              | 404 | POST /subscribe/TOPIC/NAME",
                "POST /unexpose/a             |              | 404 | POST /unexpose/TOPIC/NAME",
                "POST /subscribe/a/           |              | 403 | empty cid",
                "POST /subscribe/a/bob        | {\"from\":1} | 400 | takes no body",
                "POST /expose/a/bob           | no JSON      | 400 | takes no body",
                "POST /private_topic/a        |              | 403 | cannot be made private yet",
                "POST /authorize/bob/a        |              | 403 | cannot be made private yet"
            })
    void isNoPublish_somethingIsMissingOrTooMuch(String line, @Nullable String body, int status, String said)
            throws IOException {
        try (RawPeer subscriber = subscriber("**")) {
            RawHttp.Answer answer = client.ask(line + " HTTP/1.1", body == null ? "" : body);
            assertThat(answer.body()).contains(said);
            assertThat(answer.status()).isEqualTo(status);
            assertThat(client.ask("POST /seen HTTP/1.1", "1").status()).isEqualTo(200);
            assertThat(((Message.Publish) subscriber.readMessage()).data()).isEqualTo(Payload.ofArguments("seen", 1));
        }
    }
}
