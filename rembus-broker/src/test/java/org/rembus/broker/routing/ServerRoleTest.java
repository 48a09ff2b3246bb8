package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** A router of the server's role: peers reach the server's own component, it reaches them, and they do not reach each other. */
final class ServerRoleTest {
    private static final String SERVER = RouterHarness.BROKER;

    private final RouterHarness harness = RouterHarness.start(
            RouterHarness.options().role(RouterOptions.Role.SERVER).build());
    private final FakePeer server = connectServer();

    private FakePeer connectServer() {
        FakePeer peer = harness.connect();
        peer.inProcess();
        MessageId id = peer.identify(SERVER);
        harness.turn();
        assertThat(peer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        peer.forgetReceived();
        return peer;
    }

    private void interested(FakePeer peer, String topic, Object msgFrom) {
        peer.subscribe(topic, msgFrom);
        peer.reactive();
        harness.turn();
        peer.forgetReceived();
    }

    @ParameterizedTest
    @EnumSource(QoS.class)
    void publishOfPeer_reachesTheServerAndNoPeer(QoS qos) {
        interested(server, "news", 0.0);
        FakePeer other = harness.subscriber("other", "news");
        FakePeer ofTenant = harness.subscriber("other.acme", "**");

        FakePeer publisher = harness.connect("publisher.acme");
        publisher.publish(qos, "news", 1L);
        harness.turn();

        assertThat(server.values()).containsExactly(1L);
        assertThat(other.publishes()).isEmpty();
        assertThat(ofTenant.publishes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(QoS.class)
    void publishOfServer_reachesEveryPeerAndNotItself(QoS qos) {
        interested(server, "**", 0.0);
        FakePeer alice = harness.subscriber("alice", "news");
        FakePeer ofTenant = harness.subscriber("bob.acme", "news");
        FakePeer anonymous = harness.connect();
        interested(anonymous, "news", 0.0);
        server.forgetReceived();

        server.publish(qos, "news", 1L);
        harness.turn();

        assertThat(List.of(alice, ofTenant, anonymous))
                .allSatisfy(peer -> assertThat(peer.values()).containsExactly(1L));
        assertThat(server.publishes()).isEmpty();
    }

    @Test
    void callOfPeer_goesToTheServer_whoeverElseExposesIt() {
        FakePeer other = harness.connect("other");
        other.expose("add");
        server.expose("add");
        harness.turn();
        FakePeer caller = harness.connect("caller.acme");
        MessageId id = caller.call("add", 1, 2);

        server.answer(server.lastRequest(), Status.SUCCESS, 3L);
        assertThat(caller.answerTo(id).data().value()).isEqualTo(3L);
        assertThat(other.received(Message.Rpc.class)).isEmpty();
    }

    @Test
    void callOfPeer_onlyAnotherPeerExposesIt_isOfAnUnknownMethod() {
        FakePeer other = harness.connect("other");
        other.expose("add");
        harness.turn();

        FakePeer caller = harness.connect("caller");
        MessageId id = caller.call("add");
        assertThat(caller.answerTo(id).status()).isEqualTo(Status.METHOD_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"alice", "bob.acme"})
    void callOfServer_goesToThePeerThatExposesIt(String name) {
        FakePeer peer = harness.connect(name);
        peer.expose("measure");
        harness.turn();

        MessageId id = server.call("measure");
        peer.answer(peer.lastRequest(), Status.SUCCESS, 7L);
        assertThat(server.answerTo(id).data().value()).isEqualTo(7L);
    }

    @Test
    void directCall_ofAPeerByTheServer_andOfTheServerByItsName_arrive() {
        FakePeer alice = harness.connect("alice");
        server.callTarget("alice", "anything");
        assertThat(alice.lastRequest().topic()).isEqualTo("anything");

        alice.callTarget(SERVER, "something");
        assertThat(server.lastRequest().topic()).isEqualTo("something");
    }

    @Test
    void directCall_ofOnePeerByAnother_findsNobody() {
        harness.connect("alice");
        FakePeer bob = harness.connect("bob");

        MessageId id = bob.callTarget("alice", "anything");
        assertThat(bob.answerTo(id).status()).isEqualTo(Status.TARGET_NOT_FOUND);
    }

    @Test
    void directCall_byTheServer_ofAPeerThatIsAway_isOfATargetThatIsDown() {
        harness.connect("alice").drop();

        MessageId id = server.callTarget("alice", "anything");
        assertThat(server.answerTo(id).status()).isEqualTo(Status.TARGET_DOWN);
    }

    @Test
    void nameOfTheServer_isRefusedToPeers() {
        FakePeer impostor = harness.connect().local();
        MessageId id = impostor.identify(SERVER);
        harness.turn();

        assertThat(impostor.answerTo(id).status()).isEqualTo(Status.ERROR);
        assertThat(impostor.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void comingsAndGoings_areToldToTheServerAlone() {
        interested(server, "component_info", 0.0);
        FakePeer curious = harness.subscriber("curious", "component_info");
        server.forgetReceived();

        harness.connect("alice").drop();
        harness.turn();

        assertThat(server.values())
                .containsExactly(
                        Map.of("event", "connection_up", "cid", "alice"),
                        Map.of("event", "connection_down", "cid", "alice"));
        assertThat(curious.publishes()).isEmpty();
        assertThat(harness.router().connectedNames()).containsExactly("curious");
    }

    @Test
    void peerThatWasAway_getsWhatTheServerPublishedMeanwhile() {
        FakePeer alice = harness.subscriber(PeerKind.GEN2, "alice", "news", Double.POSITIVE_INFINITY);
        alice.drop();
        server.publish(QoS.AT_LEAST_ONCE, "news", 1L);
        harness.turn();

        FakePeer again = harness.connect("alice");
        again.reactive();
        harness.turn();
        assertThat(again.values()).containsExactly(1L);
    }

    @Test
    void pool_sharesWhatTheServerPublishesAndCalls_andReachesIt() {
        FakePeer first = harness.connect(PeerKind.GEN2, "worker?pool=true");
        FakePeer second = harness.connect(PeerKind.GEN2, "worker?pool=true");
        interested(first, "jobs", 0.0);
        interested(second, "jobs", 0.0);
        interested(server, "done", 0.0);
        for (long i = 0; i < 2; i++) {
            server.publish(QoS.AT_LEAST_ONCE, "jobs", i);
            server.callTarget("worker", "work");
        }
        first.publish("done", 7L);
        harness.turn();

        assertThat(List.of(first, second)).allSatisfy(member -> {
            assertThat(member.publishes()).hasSize(1);
            assertThat(member.received(Message.Rpc.class)).hasSize(1);
        });
        assertThat(server.values()).containsExactly(7L);
        MessageId id = first.callTarget("worker", "work");
        assertThat(first.answerTo(id).status()).isEqualTo(Status.TARGET_NOT_FOUND);
    }

    @Test
    void commands_arePassedOnBetweenServerAndNodes_notBetweenNodes() {
        FakePeer node = harness.connect(PeerKind.NODE, "node");
        FakePeer other = harness.connect(PeerKind.NODE, "other");
        node.subscribe("news");
        harness.turn();
        assertThat(other.received(Message.Admin.class)).isEmpty();

        server.expose("add");
        harness.turn();
        assertThat(other.received(Message.Admin.class)).hasSize(1);
    }
}
