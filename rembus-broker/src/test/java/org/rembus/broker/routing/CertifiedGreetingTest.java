package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** Components that show a certificate, and begin to talk without IDENTITY. */
final class CertifiedGreetingTest {
    private final RouterHarness harness = RouterHarness.start();
    private final FakePeer listener = harness.subscriber("listener", "component_info");

    private FakePeer certified(String name) {
        FakePeer peer = harness.connect();
        peer.certifiedAs(name);
        return peer;
    }

    /** What the broker says of who comes and goes. */
    private List<Object> announced() {
        return listener.publishes().stream()
                .map(said -> said.data().arguments().getFirst())
                .toList();
    }

    @Test
    void firstMessage_withoutIdentity_isOfTheCertifiedName() {
        FakePeer peer = certified("alice");
        MessageId first = peer.subscribe("topic");
        harness.turn();

        assertThat(peer.answersTo(first)).containsExactly(Message.Response.success(first));
        assertThat(announced()).containsExactly(Map.of("event", "connection_up", "cid", "alice"));
        harness.connect("caller").callTarget("alice", "anything");
        assertThat(peer.lastRequest().topic()).isEqualTo("anything");
    }

    @Test
    void firstMessage_withoutIdentity_findsWhatIsRemembered() {
        harness.subscriber("alice", "topic").drop();
        harness.turn();

        FakePeer peer = certified("alice");
        peer.reactive();
        harness.turn();
        harness.connect("publisher").publish("topic", "heard");
        harness.turn();

        assertThat(peer.publishes())
                .singleElement()
                .satisfies(heard -> assertThat(heard.data().arguments()).containsExactly("heard"));
    }

    @Test
    void identity_thatIsAnonymous_keepsTheCertifiedNameAway() {
        FakePeer peer = certified("alice");
        peer.identify("__noname__");
        MessageId second = peer.subscribe("topic");
        harness.turn();

        assertThat(peer.answerTo(second).status()).isEqualTo(Status.SUCCESS);
        assertThat(announced()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a//b", "7a8b1c2d-1111-4222-8333-444455556666"})
    void firstMessage_certifiedNameThatNoComponentCanHave_isAnAnonymousOnes(String certified) {
        FakePeer peer = certified(certified);
        MessageId first = peer.subscribe("topic");
        harness.turn();

        assertThat(peer.answerTo(first).status()).isEqualTo(Status.SUCCESS);
        assertThat(announced()).isEmpty();
    }

    @Test
    void firstMessage_nameThatIsConnected_isRefusedWhenTheOtherLives() {
        FakePeer older = harness.connect("alice");
        FakePeer newer = certified("alice");
        MessageId first = newer.subscribe("topic");
        harness.turn();
        assertThat(newer.isPaused()).isTrue();
        harness.advance(Duration.ofMillis(1));
        older.pong();
        harness.advance(Duration.ofSeconds(2));

        assertThat(newer.answersTo(first))
                .containsExactly(Message.Response.error(first, Status.ERROR, "already connected"));
        assertThat(newer.closeReason()).isEqualTo(CloseReason.REFUSED);
        assertThat(older.isOpen()).isTrue();
    }

    @Test
    void firstMessage_nameOfTheBroker_isRefused() {
        FakePeer peer = certified("broker");
        MessageId first = peer.subscribe("topic");
        harness.turn();

        assertThat(peer.answerTo(first).status()).isEqualTo(Status.ERROR);
        assertThat(peer.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    /** As a transport does, which reads into the same memory again and again. */
    private static void sayFromABuffer(FakePeer peer, String said, String readNext) {
        byte[] first = Payload.ofArguments(said).toByteArray();
        byte[] buffer = Arrays.copyOf(first, 100);
        peer.say(Message.Publish.of("news", Payload.view(buffer, 0, first.length)));
        byte[] next = Payload.ofArguments(readNext).toByteArray();
        System.arraycopy(next, 0, buffer, 0, next.length);
    }

    private static List<Object> heard(FakePeer hearer) {
        return hearer.publishes().stream()
                .map(publish -> publish.data().arguments().getFirst())
                .toList();
    }

    @Test
    void firstMessage_waitsForTheName_isPublishedAsItCame() {
        harness.connect("alice");
        FakePeer hearer = harness.subscriber("hearer", "news");
        FakePeer peer = certified("alice");
        sayFromABuffer(peer, "right", "wrong");
        assertThat(peer.reserved()).isPositive();
        harness.advance(Duration.ofSeconds(2));
        harness.turn();

        assertThat(heard(hearer)).containsExactly("right");
        assertThat(peer.reserved()).isZero();
    }

    @Test
    void firstMessage_connectionEndsMeanwhile_isForgotten() {
        FakePeer older = harness.connect("alice");
        FakePeer hearer = harness.subscriber("hearer", "news");
        FakePeer peer = certified("alice");
        sayFromABuffer(peer, "right", "wrong");
        peer.drop();
        harness.turn();
        older.drop();
        harness.advance(Duration.ofSeconds(2));

        assertThat(heard(hearer)).isEmpty();
        assertThat(peer.reserved()).isZero();
    }

    @Test
    void firstMessage_noMemoryForIt_isRefused() {
        FakePeer peer = certified("alice");
        peer.setMemory(0);
        MessageId first = peer.subscribe("topic");
        harness.turn();

        assertThat(peer.answerTo(first).status()).isEqualTo(Status.ERROR);
        assertThat(peer.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    @Test
    void request_overHttp_staysAnonymous() {
        FakePeer peer = certified("alice").passing();
        peer.publish("topic", 1);
        harness.turn();

        assertThat(peer.isOpen()).isTrue();
        assertThat(announced()).isEmpty();
    }
}
