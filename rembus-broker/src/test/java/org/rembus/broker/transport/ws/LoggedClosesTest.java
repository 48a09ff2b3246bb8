package org.rembus.broker.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.broker.testing.RawPeer.BINARY;
import static org.rembus.broker.testing.RawPeer.FIN;
import static org.rembus.broker.testing.RawPeer.TEXT;
import static org.rembus.broker.transport.ws.ConnectionFixture.publish;

import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.FloodLog;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;

/** Whatever ends a connection but its two ends' will is logged once, with the peer and the reason. */
final class LoggedClosesTest {
    private static final ConnectionOptions OPTIONS =
            ConnectionOptions.DEFAULT.withMaxMessageBytes(100_000).withMaxOutputBytes(10_000);

    /** Something that a peer does, by a name. */
    interface Fault {
        void happen(ConnectionFixture fixture);
    }

    private static Stream<Arguments> faults() {
        return Stream.of(
                fault("closed with 1002: ", peer -> peer.receive(RawPeer.frame(FIN | BINARY, (byte) 0xFF))),
                fault("closed with 1002: a frame with reserved bits", peer -> peer.receive(RawPeer.frame(0xF2))),
                fault("closed with 1007: ", peer -> peer.receive(RawPeer.frame(FIN | TEXT, (byte) 0xFF))),
                fault("closed with 1009: ", peer -> peer.receive(RawPeer.header(FIN | BINARY, 100_001))),
                fault("closed with 1013: ", LoggedClosesTest::useUpTheMemory),
                fault("closed with 1008: a message that does not go on", LoggedClosesTest::standStill),
                fault("closed: it reads too slowly", LoggedClosesTest::readNothing),
                fault("closed: it has not been heard for 60 s", LoggedClosesTest::saySoLittle),
                fault("closed because handling its message failed", peer -> peer.receive(publish("fail"))));
    }

    private static Arguments fault(String reason, Fault fault) {
        return Arguments.of(reason, fault);
    }

    private static void useUpTheMemory(ConnectionFixture peer) {
        peer.budget.takeAnyway(300_000);
        peer.receive(RawPeer.header(FIN | BINARY, 100_000), new byte[50_000]);
        peer.budget.giveBack(300_000);
    }

    private static void standStill(ConnectionFixture peer) {
        peer.receive(RawPeer.header(FIN | BINARY, 100_000));
        peer.pass(Duration.ofSeconds(30));
    }

    private static void readNothing(ConnectionFixture peer) {
        peer.channel.stick();
        for (int i = 0; i < 1000; i++) {
            peer.connection.send(Message.Response.success(MessageId.of(1, 8)));
        }
    }

    private static void saySoLittle(ConnectionFixture peer) {
        peer.pass(Duration.ofSeconds(30));
        peer.pass(Duration.ofSeconds(30));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void isLoggedOnce_withPeerAndReason(String reason, Fault fault) {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                var fixture = new ConnectionFixture(OPTIONS, new BufferBudget(300_000), (connection, message) -> {
                    if (message instanceof Message.Publish publish
                            && publish.topic().equals("fail")) {
                        throw new IllegalStateException("a fault that this test makes");
                    }
                })) {
            fault.happen(fixture);
            fixture.receive(publish("fail"));
            fixture.pass(OPTIONS.closeTimeout());
            assertThat(fixture.session.closed).hasValue(1);
            assertThat(log.lines()).singleElement().asString().startsWith("somebody (ws embedded): " + reason);
        }
    }

    @Test
    void isNotLogged_closeThatTheRouterAsksFor() {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                var fixture = new ConnectionFixture(OPTIONS)) {
            fixture.connection.close(CloseReason.TOO_SLOW);
            assertThat(log.lines()).isEmpty();
        }
    }
}
