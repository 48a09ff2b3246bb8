package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.broker.testing.RawHttp;

/** A whole broker whose topics are watched over HTTP. */
@Timeout(60)
final class HttpEventsTest extends HttpFixture {
    @Test
    void sendsEvents_watchesPattern() throws IOException {
        client.send("GET /a/** HTTP/1.1\nAccept: text/event-stream", "");
        assertThat(client.readThrough("\r\n\r\n")).contains("Content-Type: text/event-stream");
        assertThat(client.readThrough("\n\n")).isEqualTo(": watching\n\n");
        try (RawHttp publisher = RawHttp.connect(http)) {
            publisher.ask("POST /a/b HTTP/1.1", "[1,\"zwei\"]");
        }
        assertThat(client.readThrough("\n\n")).isEqualTo("data: {\"topic\":\"a/b\",\"data\":[1,\"zwei\"]}\n\n");
    }

    @Test
    void endsEvents_brokerStops() throws IOException {
        watch("a");
        broker.close();
        assertThat(client.isAtEnd()).isTrue();
    }

    @Test
    void noticesThatWatcherLeaves_nothingIsPublished() throws IOException {
        watch("a");
        client.close();
        await().until(() -> broker.statistics().connections() == 0);
    }

    @Test
    void forgetsWhatWatcherSends_andGoesOn() throws IOException {
        watch("a");
        client.send("GET /rid HTTP/1.1", "").send("POST /b HTTP/1.1", "[1]");
        try (RawHttp publisher = RawHttp.connect(http)) {
            publisher.ask("POST /a HTTP/1.1", "[2]");
        }
        assertThat(client.readThrough("\n\n")).isEqualTo("data: {\"topic\":\"a\",\"data\":[2]}\n\n");
        client.close();
        await().until(() -> broker.statistics().connections() == 0);
    }

    @Test
    void dropsForWatcher_itDoesNotRead() throws IOException {
        watch("a");
        String large = "[\"" + "x".repeat(90_000) + "\"]";
        try (RawHttp publisher = RawHttp.connect(http)) {
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                publisher.ask("POST /a HTTP/1.1", large);
                return broker.statistics().count("dropped_slow_subscriber") > 0;
            });
        }
        client.close();
        await().until(() ->
                broker.statistics().connections() == 0 && broker.statistics().bufferBytes() == 0);
    }
}
