package org.rembus.broker.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.rembus.broker.routing.connection.Connection.Offer;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;

/** What peers that do not read may have waiting. */
final class SlowPeersTest {
    private static final ConnectionOptions OPTIONS = ConnectionOptions.DEFAULT;

    private static Outgoing outgoing(int bytes) {
        return new Outgoing(Message.Publish.of("topic", Payload.ofArguments(new byte[bytes])));
    }

    private static int offerUntilRefused(ConnectionFixture peer, Offer expected) {
        int accepted = 0;
        Offer offer = peer.connection.offer(outgoing(1000));
        while (offer == Offer.ACCEPTED) {
            accepted++;
            peer.channel.runPendingTasks();
            offer = peer.connection.offer(outgoing(1000));
        }
        assertThat(offer).isEqualTo(expected);
        return accepted;
    }

    @Test
    void offersFresh_peerDoesNotRead_onlyAMomentsWorthIsTakenUntilThatIsWritten() {
        try (var peer = new ConnectionFixture(OPTIONS)) {
            peer.channel.stick();
            int accepted = 0;
            while (peer.connection.offerFresh(outgoing(1000)) == Offer.ACCEPTED) {
                accepted++;
            }
            peer.channel.runPendingTasks();
            assertThat(accepted).isBetween(200, 262);
            assertThat(peer.connection.offer(outgoing(1000))).isEqualTo(Offer.ACCEPTED);
            assertThat(peer.session.writable).hasValue(0);
            peer.channel.loosen();

            assertThat(peer.session.writable).hasValue(1);
            assertThat(peer.connection.offerFresh(outgoing(1000))).isEqualTo(Offer.ACCEPTED);
        }
    }

    @Test
    void slowPeers_howeverMany_leaveRoomForAQuickOne() {
        BufferBudget budget = new BufferBudget(2 << 20);
        try (var slow = new ConnectionFixture(OPTIONS, budget, (connection, message) -> {});
                var slowToo = new ConnectionFixture(OPTIONS, budget, (connection, message) -> {});
                var quick = new ConnectionFixture(OPTIONS, budget, (connection, message) -> {})) {
            slow.channel.stick();
            slowToo.channel.stick();
            assertThat(offerUntilRefused(slow, Offer.NO_MEMORY)).isBetween(800, 1048);
            assertThat(offerUntilRefused(slowToo, Offer.NO_MEMORY)).isLessThan(300);
            assertThat(slow.connection.reserve(1000)).isFalse();
            for (int i = 0; i < 100; i++) {
                assertThat(quick.connection.offer(outgoing(1000))).isEqualTo(Offer.ACCEPTED);
                quick.written();
            }
            assertThat(budget.used()).isLessThanOrEqualTo(budget.limit() * 3 / 4);
            slow.channel.close();
            slowToo.channel.close();
        }
        assertThat(budget.used()).isZero();
    }

    @Test
    void reservedMemory_isGivenBackAfterTheConnection() {
        BufferBudget budget = new BufferBudget(1 << 20);
        try (var peer = new ConnectionFixture(OPTIONS, budget, (connection, message) -> {})) {
            assertThat(peer.connection.reserve(1000)).isTrue();
            assertThat(budget.used()).isEqualTo(1000);
            peer.channel.close();
            peer.connection.giveBack(1000);

            assertThat(peer.connection.reserve(1000)).isFalse();
            assertThat(budget.used()).isZero();
        }
    }
}
