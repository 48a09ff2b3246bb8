package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.RawHttp;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** A whole broker with small limits, and a connection over HTTP to it. */
abstract class HttpFixture {
    static final MessageId ID = MessageId.of(1, MessageId.GEN2_LENGTH);

    Broker broker;
    InetSocketAddress webSocket;
    InetSocketAddress http;
    RawHttp client;

    @BeforeEach
    void startBroker() throws Exception {
        broker = Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .set(Settings.STORE, Settings.Store.NONE)
                .set(Settings.MAX_WS_FRAME, 100_000L)
                .set(Settings.HANDSHAKE_TIMEOUT, Duration.ofSeconds(3))
                .set(Settings.MESSAGE_TIMEOUT, Duration.ofMillis(700))
                .set(Settings.MAX_OUTPUT, 200_000L)
                .set(Settings.ALLOWED_ORIGINS, "https://app.example")
                .webSocket(0)
                .http(0)
                .build());
        webSocket = address(0);
        http = address(1);
        client = RawHttp.connect(http);
    }

    @AfterEach
    void stopBroker() throws IOException {
        try (Broker closed = broker) {
            client.close();
        }
    }

    private InetSocketAddress address(int index) {
        return new InetSocketAddress("127.0.0.1", broker.addresses().get(index).getPort());
    }

    final RawPeer component(String name) throws IOException {
        RawPeer peer = RawPeer.connect(webSocket).send(new Message.Identity(ID, name, Payload.of(Map.of())));
        assertThat(((Message.Response) peer.readMessage()).status()).isEqualTo(Status.SUCCESS);
        return peer;
    }

    static void command(RawPeer peer, String topic, String command) throws IOException {
        peer.send(new Message.Admin(ID, topic, Payload.of(Map.of("cmd", command, "status", true))));
        assertThat(((Message.Response) peer.readMessage()).status()).isEqualTo(Status.SUCCESS);
    }

    final RawPeer subscriber(String topic) throws IOException {
        RawPeer peer = component("subscriber");
        command(peer, topic, "subscribe");
        command(peer, "__config__", "reactive");
        return peer;
    }

    /** Watches a topic; what the client reads next are its events. */
    final void watch(String topic) throws IOException {
        client.send("GET /" + topic + " HTTP/1.1\nAccept: text/event-stream", "");
        client.readThrough(": watching\n\n");
    }
}
