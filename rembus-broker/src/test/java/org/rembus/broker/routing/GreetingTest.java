package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.options.RouterOptions.WhenConnected;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** PROTOCOL.md section 6: who is let in under which name, and what they are told. */
final class GreetingTest {
    private final RouterHarness harness = RouterHarness.start();

    @ParameterizedTest
    @EnumSource(
            value = PeerKind.class,
            names = {"GEN1", "OLD_JULIA"})
    void identity_gen1Peer_isAnsweredNull(PeerKind kind) {
        FakePeer peer = harness.connect(kind);
        MessageId id = peer.identify("alice");
        harness.turn();

        assertThat(peer.answerTo(id)).isEqualTo(Message.Response.success(id));
    }

    @ParameterizedTest
    @EnumSource(
            value = PeerKind.class,
            names = {"GEN2", "JULIA"})
    void identity_gen2Peer_isAnsweredTwoEmptyLists(PeerKind kind) {
        harness.subscriber("other", "topic");
        FakePeer peer = harness.connect(kind);
        MessageId id = peer.identify("alice");
        harness.turn();

        assertThat(peer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(peer.answerTo(id).data().value()).isEqualTo(List.of(List.of(), List.of()));
    }

    @Test
    void identity_node_isAnsweredWithWhatItsTenantHas() {
        FakePeer other = harness.subscriber("other.acme", "a/*");
        other.expose("service");
        other.expose("version");
        other.subscribe("b");
        harness.subscriber("stranger", "not/for/acme").expose("not_for_acme");
        harness.turn();

        FakePeer node = harness.connect(PeerKind.NODE);
        MessageId id = node.identify("node.acme");
        harness.turn();

        assertThat(node.answerTo(id).data().value()).isEqualTo(List.of(List.of("service"), List.of("b", "a/*")));
    }

    @Test
    void identity_namedByUrl_isKnownByThePath() {
        FakePeer julia = harness.connect(PeerKind.JULIA, "team/jl.acme");
        FakePeer caller = harness.connect("caller.acme");
        caller.callTarget("team/jl.acme", "anything");

        assertThat(julia.lastRequest().topic()).isEqualTo("anything");
    }

    @Test
    void identity_urlWithQueryParameters_isKnownByThePathAlone() {
        FakePeer peer = harness.connect();
        MessageId id = peer.newId();
        peer.say(new Message.Identity(id, "ws://host:8000/pooled?pool=true", Payload.of(Map.of())));
        harness.turn();
        harness.connect("caller").callTarget("pooled", "anything");

        assertThat(peer.lastRequest().topic()).isEqualTo("anything");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ws://127.0.0.1:8000/", "ws://127.0.0.1:8000"})
    void identity_withoutAName_isRefusedAsEmpty(String cid) {
        FakePeer peer = harness.connect();
        MessageId id = peer.newId();
        peer.say(new Message.Identity(id, cid, Payload.of(Map.of())));
        harness.turn();

        assertThat(peer.answerTo(id)).isEqualTo(Message.Response.error(id, Status.ERROR, "empty cid"));
        assertThat(peer.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/x", "a//b", "a/./b", "../b", "a\nb", "broker"})
    void identity_illegalName_isRefusedWithAReason(String name) {
        FakePeer peer = harness.connect();
        MessageId id = peer.identify(name);
        harness.turn();

        assertThat(peer.answerTo(id).status()).isEqualTo(Status.ERROR);
        assertThat(peer.answerTo(id).data().value()).asString().contains("name");
        assertThat(peer.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void identity_tooLongAName_isRefused() {
        FakePeer peer = harness.connect();
        MessageId id = peer.identify("x".repeat(256));
        harness.turn();

        assertThat(peer.answerTo(id).status()).isEqualTo(Status.ERROR);
        assertThat(peer.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void identity_nameOfItsCertificate_isLetIn() {
        FakePeer peer = harness.connect();
        peer.certifiedAs("alice");
        MessageId id = peer.identify("alice");
        harness.turn();

        assertThat(peer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bob", "", "Alice"})
    void identity_notTheNameOfItsCertificate_isRefused(String certified) {
        FakePeer peer = harness.connect();
        peer.certifiedAs(certified);
        MessageId id = peer.identify("alice");
        harness.turn();

        assertThat(peer.answerTo(id))
                .isEqualTo(Message.Response.error(
                        id, Status.ERROR, "alice: the certificate of this connection is for another name"));
        assertThat(peer.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void identity_noNameAlthoughItHasACertificate_staysAnonymous() {
        FakePeer peer = harness.connect();
        peer.certifiedAs("alice");
        MessageId id = peer.identify("__noname__");
        harness.turn();

        assertThat(peer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(peer.closeReason()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"__noname__", "7a8b1c2d-1111-4222-8333-444455556666"})
    void identity_nameThatIsNone_countsAsAnonymous(String name) {
        FakePeer first = harness.connect();
        FakePeer second = harness.connect();
        FakePeer listener = harness.subscriber("listener", "component_info");
        MessageId one = first.identify(name);
        MessageId two = second.identify(name);
        harness.turn();

        assertThat(first.answerTo(one).status()).isEqualTo(Status.SUCCESS);
        assertThat(second.answerTo(two).status()).isEqualTo(Status.SUCCESS);
        assertThat(listener.publishes()).isEmpty();
    }

    @Test
    void identity_again_isAnsweredSuccess() {
        FakePeer peer = harness.connect("alice");
        MessageId id = peer.identify("alice");
        harness.turn();

        assertThat(peer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(peer.isOpen()).isTrue();
    }

    @Test
    void identity_otherNameOnTheSameConnection_isRefused() {
        FakePeer peer = harness.connect("alice");
        MessageId id = peer.identify("bob");
        harness.turn();

        assertThat(peer.answerTo(id).status()).isEqualTo(Status.ERROR);
    }

    @Test
    void identity_nameThatIsConnected_isRefusedAndClosed() {
        FakePeer first = harness.connect("alice");
        FakePeer second = harness.connect();
        MessageId id = second.identify("alice");
        harness.advance(Duration.ofMillis(1));
        first.pong();
        harness.advance(Duration.ofSeconds(2));

        assertThat(second.answerTo(id)).isEqualTo(Message.Response.error(id, Status.ERROR, "already connected"));
        assertThat(second.closeReason()).isEqualTo(CloseReason.REFUSED);
        assertThat(harness.notices().lines()).singleElement().asString().endsWith(": alice is already connected");
        assertThat(first.isOpen()).isTrue();
    }

    @Test
    void identity_nameThatIsConnectedAndOverwriteIsOn_closesTheOlder() {
        RouterHarness overwriting = RouterHarness.start(
                RouterHarness.options().whenConnected(WhenConnected.CLOSE_OLDER).build());
        FakePeer older = overwriting.connect("alice");
        FakePeer newer = overwriting.connect("alice");
        overwriting.connect("caller").callTarget("alice", "anything");

        assertThat(older.closeReason()).isEqualTo(CloseReason.OVERWRITTEN);
        assertThat(CloseReason.OVERWRITTEN.code()).isEqualTo(4000);
        assertThat(newer.lastRequest().topic()).isEqualTo("anything");
    }

    @Test
    void identity_nameOfASilentConnection_isProbedThenTakenOver() {
        FakePeer older = harness.subscriber("alice", "topic");
        harness.advance(Duration.ofSeconds(11));
        FakePeer newer = harness.connect();
        MessageId id = newer.identify("alice");
        MessageId next = newer.reactive();
        harness.turn();
        assertThat(older.pings()).isEqualTo(1);
        assertThat(newer.received()).isEmpty();
        assertThat(newer.isPaused()).isTrue();

        harness.advance(Duration.ofMillis(499));
        assertThat(newer.received()).isEmpty();
        harness.advance(Duration.ofMillis(1));

        assertThat(older.closeReason()).isEqualTo(CloseReason.SILENT);
        assertThat(newer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(newer.answerTo(next).status()).isEqualTo(Status.SUCCESS);
        assertThat(newer.isPaused()).isFalse();
        harness.connect().publish("topic", 1);
        assertThat(newer.values()).containsExactly(1L);
    }

    @Test
    void identity_nameOfASilentConnectionThatAnswersThePing_isRefused() {
        FakePeer older = harness.connect("alice");
        harness.advance(Duration.ofSeconds(11));
        FakePeer newer = harness.connect();
        MessageId id = newer.identify("alice");
        older.pong();
        harness.turn();
        harness.advance(Duration.ofMillis(500));

        assertThat(newer.answerTo(id)).isEqualTo(Message.Response.error(id, Status.ERROR, "already connected"));
        assertThat(newer.closeReason()).isEqualTo(CloseReason.REFUSED);
        assertThat(older.isOpen()).isTrue();
    }

    @Test
    void identity_nameThatWasHeardLately_isTakenOverAfterTwoSeconds() {
        FakePeer older = harness.connect("alice");
        harness.advance(Duration.ofMillis(1));
        FakePeer newer = harness.connect();
        MessageId id = newer.identify("alice");
        harness.turn();
        assertThat(older.pings()).isEqualTo(1);
        harness.advance(Duration.ofMillis(1999));
        assertThat(newer.received()).isEmpty();

        harness.advance(Duration.ofMillis(1));

        assertThat(newer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(older.closeReason()).isEqualTo(CloseReason.SILENT);
        assertThat(harness.notices().lines())
                .singleElement()
                .asString()
                .startsWith("closed alice (")
                .contains("silent while its name was claimed by");
    }

    @Test
    void identity_nameWhoseConnectionClosesMeanwhile_isTakenOverAtOnce() {
        FakePeer older = harness.connect("alice");
        FakePeer newer = harness.connect();
        FakePeer third = harness.connect();
        MessageId id = newer.identify("alice");
        MessageId late = third.identify("alice");
        harness.turn();

        older.drop();
        harness.turn();

        assertThat(newer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(third.received()).isEmpty();
        harness.advance(Duration.ofMillis(1));
        newer.pong();
        harness.advance(Duration.ofSeconds(2));
        assertThat(third.answerTo(late)).isEqualTo(Message.Response.error(late, Status.ERROR, "already connected"));
    }

    @Test
    void identity_nameOfALivePeerWithLongIds_isRefused() {
        FakePeer older = harness.connect(PeerKind.GEN1, "alice");
        FakePeer newer = harness.connect(PeerKind.GEN1);
        MessageId id = newer.identify("alice");
        harness.turn();
        harness.advance(Duration.ofMillis(1));
        older.pong();
        harness.advance(Duration.ofMillis(1999));

        assertThat(newer.answerTo(id)).isEqualTo(Message.Response.error(id, Status.ERROR, "already connected"));
        assertThat(newer.closeReason()).isEqualTo(CloseReason.REFUSED);
        assertThat(older.isOpen()).isTrue();
    }

    @Test
    void identity_byteThatCameBeforeThePing_isNoAnswerToIt() {
        FakePeer older = harness.connect(PeerKind.GEN1, "alice");
        harness.advance(Duration.ofMillis(1));
        older.pong();
        FakePeer newer = harness.connect(PeerKind.GEN1);
        MessageId id = newer.identify("alice");
        harness.turn();
        harness.advance(Duration.ofSeconds(2));

        assertThat(newer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void identity_nameClaimedAgainAndAgain_itsOwnerIsPingedOnceForEachAnswer() {
        FakePeer older = harness.connect(PeerKind.GEN1, "alice");
        for (int i = 0; i < 10; i++) {
            harness.connect(PeerKind.GEN1).identify("alice");
        }
        harness.turn();
        assertThat(older.pings()).isEqualTo(1);

        harness.advance(Duration.ofMillis(1));
        older.pong();
        FakePeer last = harness.connect(PeerKind.GEN1);
        MessageId id = last.identify("alice");
        harness.turn();
        assertThat(older.pings()).as("the answer came before the last claim").isEqualTo(2);
        harness.advance(Duration.ofMillis(1999));
        assertThat(older.isOpen()).isTrue();
        harness.advance(Duration.ofMillis(1));
        assertThat(last.answerTo(id).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void identity_probedConnectionBreaks_isLetIn() {
        FakePeer older = harness.connect("alice");
        harness.advance(Duration.ofSeconds(11));
        FakePeer newer = harness.connect();
        MessageId id = newer.identify("alice");
        harness.turn();
        older.drop();
        harness.advance(Duration.ofMillis(500));

        assertThat(newer.answerTo(id).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void identity_twoClaimTheNameOfASilentConnection_oneGetsIt() {
        harness.connect("alice");
        harness.advance(Duration.ofSeconds(11));
        FakePeer second = harness.connect();
        FakePeer third = harness.connect();
        MessageId one = second.identify("alice");
        MessageId two = third.identify("alice");
        harness.turn();
        harness.advance(Duration.ofMillis(500));

        assertThat(second.answerTo(one).status()).isEqualTo(Status.SUCCESS);
        assertThat(third.answersTo(two)).isEmpty();
        second.pong();
        harness.advance(Duration.ofSeconds(2));
        assertThat(third.answerTo(two).status()).isEqualTo(Status.ERROR);
    }

    @Test
    void identity_claimantGoesDuringTheProbe_leavesTheOlderAlone() {
        FakePeer older = harness.connect("alice");
        harness.advance(Duration.ofSeconds(11));
        FakePeer newer = harness.connect();
        newer.identify("alice");
        harness.turn();
        newer.drop();
        harness.advance(Duration.ofSeconds(1));

        assertThat(older.isOpen()).isTrue();
    }

    @Test
    void componentInfo_namedComponentComesAndGoes_isPublishedToItsTenant() {
        FakePeer listener = harness.subscriber("listener", "component_info");
        FakePeer stranger = harness.subscriber("stranger.acme", "component_info");
        harness.connect();
        FakePeer alice = harness.connect("alice");
        assertThat(listener.values()).containsExactly(Map.of("event", "connection_up", "cid", "alice"));

        alice.drop();
        harness.turn();
        assertThat(listener.values())
                .containsExactly(
                        Map.of("event", "connection_up", "cid", "alice"),
                        Map.of("event", "connection_down", "cid", "alice"));
        assertThat(stranger.publishes()).isEmpty();
    }

    @Test
    void messages_afterTheConnectionHasClosed_changeNothing() {
        FakePeer listener = harness.subscriber("listener", "topic");
        FakePeer peer = harness.connect();
        peer.close(CloseReason.DONE);
        peer.publish("topic", 1);
        harness.turn();

        assertThat(listener.publishes()).isEmpty();
    }

    @Test
    void registration_beforeThereIsAccessControl_isNotAvailable() {
        FakePeer peer = harness.connect();
        MessageId register = peer.newId();
        MessageId unregister = peer.newId();
        MessageId attestation = peer.newId();
        peer.say(new Message.Register(register, "alice", "pin", new byte[] {1}, 1));
        peer.say(new Message.Unregister(unregister, null));
        peer.say(new Message.Attestation(attestation, "alice", new byte[] {1}, null));

        for (MessageId id : List.of(register, unregister, attestation)) {
            assertThat(peer.answerTo(id)).isEqualTo(Message.Response.error(id, Status.ERROR, "not available"));
        }
    }
}
