package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.Bystanders;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.framing.CloseCode;

/**
 * Every message with anything in any of its places, to a real broker: what is a message is answered as one, what is none
 * closes that connection with a reason, and others notice nothing.
 */
final class HostileFramesTest {
    private static final int REFUSED = 1008;

    private static Broker broker;
    private static InetSocketAddress address;
    private static Bystanders bystanders;

    private @Nullable HostilePeer victim;

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

    static List<String> forms() {
        return List.copyOf(HostileFrames.validForms().keySet());
    }

    @ParameterizedTest
    @MethodSource("forms")
    void isAnsweredOrClosed_anythingInAnyPlace(String form) throws IOException {
        for (HostileFrames.Frame frame : HostileFrames.madeOf(
                form, Objects.requireNonNull(HostileFrames.validForms().get(form)))) {
            attack(frame);
        }
    }

    @Test
    void isAnsweredOrClosed_everyType() throws IOException {
        for (HostileFrames.Frame frame : HostileFrames.ofEveryType()) {
            attack(frame);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void isAnsweredOrClosed_garbage(long seed) throws IOException {
        Random random = new Random(seed);
        for (int i = 0; i < 200; i++) {
            byte[] bytes = new byte[random.nextInt(200)];
            random.nextBytes(bytes);
            attack(new HostileFrames.Frame("garbage of seed " + seed, bytes));
        }
    }

    private void attack(HostileFrames.Frame frame) throws IOException {
        Message message = decode(frame.bytes());
        HostilePeer peer = peerFor(message);
        HostilePeer.Outcome outcome;
        try {
            outcome = peer.send(frame.bytes());
        } catch (IOException e) {
            throw new AssertionError("neither answered nor closed in order: " + frame, e);
        }
        if (message == null) {
            assertThat(outcome.closeCode()).as("%s: %s", frame, outcome).isEqualTo(CloseCode.PROTOCOL_ERROR);
            assertThat(outcome.closeText())
                    .as("the reason for closing after %s", frame)
                    .isNotEmpty();
            assertThat(outcome.answers()).as("answers to %s", frame).isEmpty();
        } else {
            checkAnswer(frame, message, outcome);
        }
        if (!peer.isOpen() || message instanceof Message.Identity) {
            peer.close();
            victim = null;
        }
    }

    /** A fresh connection for a name; else the one that has lived through all that came before. */
    private HostilePeer peerFor(@Nullable Message message) throws IOException {
        HostilePeer peer = victim;
        if (peer != null && message instanceof Message.Identity) {
            peer.close();
            peer = null;
        }
        if (peer == null) {
            peer = new HostilePeer(address);
            victim = peer;
        }
        return peer;
    }

    private static void checkAnswer(HostileFrames.Frame frame, Message message, HostilePeer.Outcome outcome) {
        MessageId expected = idOfAnswer(message);
        if (expected == null) {
            assertThat(outcome.answers()).as("answers to %s", frame).isEmpty();
        } else {
            assertThat(outcome.answers()).as("answers to %s", frame).hasSize(1);
            assertThat(idOf(outcome.answers().getFirst()))
                    .as("answer to %s", frame)
                    .isEqualTo(expected);
        }
        if (outcome.isClosed()) {
            assertThat(message).as("%s: %s", frame, outcome).isInstanceOf(Message.Identity.class);
            assertThat(outcome.closeCode()).as("%s: %s", frame, outcome).isEqualTo(REFUSED);
            assertThat(outcome.text()).as("%s: %s", frame, outcome).isInstanceOf(String.class);
        }
    }

    private static @Nullable MessageId idOfAnswer(Message message) {
        return switch (message) {
            case Message.Request request -> request.id();
            case Message.Publish publish -> publish.qos().isAcknowledged() ? publish.id() : null;
            default -> null;
        };
    }

    private static @Nullable MessageId idOf(Message answer) {
        return switch (answer) {
            case Message.Response response -> response.id();
            case Message.Ack ack -> ack.id();
            default -> null;
        };
    }

    private static @Nullable Message decode(byte[] bytes) {
        try {
            return new MessageDecoder().decode(bytes, 0, bytes.length);
        } catch (ProtocolException e) {
            return null;
        }
    }

    @Test
    void closesWithTheReason_framesThatBreakTheRules() throws IOException {
        byte[] unmasked = {(byte) (RawPeer.FIN | RawPeer.BINARY), 1, 0};
        assertThat(closeAfter(unmasked)).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(closeAfter(RawPeer.frame(RawPeer.FIN | 0x40 | RawPeer.BINARY, (byte) 0)))
                .isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(closeAfter(RawPeer.frame(RawPeer.FIN | 3))).isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(closeAfter(RawPeer.frame(RawPeer.FIN | RawPeer.CONTINUATION)))
                .isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(closeAfter(RawPeer.frame(RawPeer.FIN | RawPeer.PING, new byte[126])))
                .isEqualTo(CloseCode.PROTOCOL_ERROR);
        assertThat(closeAfter(RawPeer.frame(RawPeer.FIN | RawPeer.TEXT, (byte) 0xC3, (byte) 0x28)))
                .isEqualTo(CloseCode.NOT_UTF8);
        assertThat(closeAfter(RawPeer.header(RawPeer.FIN | RawPeer.BINARY, Long.MAX_VALUE)))
                .isEqualTo(CloseCode.TOO_BIG);
    }

    private static int closeAfter(byte[] bytes) throws IOException {
        try (RawPeer peer = RawPeer.connect(address)) {
            return peer.sendRaw(bytes).readClose();
        }
    }
}
