package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.connection.CloseReason;
import org.rembus.broker.routing.options.Policy;
import org.rembus.broker.routing.options.StorePolicy;
import org.rembus.broker.routing.options.StorePolicy.Storing;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** Connections that share one name, {@code ?pool=true}: PROTOCOL.md sections 2 and 8. */
final class PoolTest {
    private final RouterHarness harness = RouterHarness.start();

    private FakePeer member(String name) {
        return member(harness, name);
    }

    private static FakePeer member(RouterHarness harness, String name) {
        return harness.connect(PeerKind.GEN2, name + "?pool=true");
    }

    private FakePeer subscribed(String name, String topic) {
        return subscribed(harness, name, topic);
    }

    private static FakePeer subscribed(RouterHarness harness, String name, String topic) {
        FakePeer peer = member(harness, name);
        peer.subscribe(topic, Double.POSITIVE_INFINITY);
        peer.reactive();
        harness.turn();
        peer.forgetReceived();
        return peer;
    }

    private static List<Object> all(FakePeer... peers) {
        return Stream.of(peers).flatMap(peer -> peer.values().stream()).toList();
    }

    private static Long[] numbers(int count) {
        return LongStream.range(0, count).boxed().toArray(Long[]::new);
    }

    @ParameterizedTest
    @EnumSource
    void message_goesToOneMember_andAllHaveTheirTurn(QoS qos) {
        FakePeer first = subscribed("worker", "jobs");
        FakePeer second = subscribed("worker", "jobs");
        FakePeer third = subscribed("worker", "jobs");
        FakePeer other = harness.subscriber("other", "jobs");
        FakePeer publisher = harness.connect();
        for (long i = 0; i < 9; i++) {
            publisher.publish(qos, "jobs", i);
        }
        harness.turn();

        assertThat(all(first, second, third)).containsExactlyInAnyOrder((Object[]) numbers(9));
        assertThat(List.of(first, second, third))
                .allSatisfy(peer -> assertThat(peer.values()).hasSize(3));
        assertThat(other.values()).containsExactly((Object[]) numbers(9));
    }

    @ParameterizedTest
    @EnumSource
    void messageThatIsNotStored_goesToOneMember(QoS qos) {
        RouterHarness unstored = RouterHarness.start(RouterHarness.options()
                .store(new StorePolicy(TopicRules.none(), Storing.NONE))
                .build());
        FakePeer first = subscribed(unstored, "worker", "jobs/*");
        FakePeer second = subscribed(unstored, "worker", "jobs/*");
        FakePeer publisher = unstored.connect();
        for (long i = 0; i < 4; i++) {
            publisher.publish(qos, "jobs/a", i);
        }
        unstored.turn();

        assertThat(first.publishes()).hasSize(2);
        assertThat(second.publishes()).hasSize(2);
    }

    @Test
    void qos0BehindQos1_ofOnePublisher_goesToOneMember() {
        FakePeer first = subscribed("worker", "jobs");
        FakePeer second = subscribed("worker", "jobs");
        FakePeer publisher = harness.connect();
        publisher.publish(QoS.AT_LEAST_ONCE, "jobs", 0L);
        publisher.publish("jobs", 1L);
        harness.turn();

        assertThat(all(first, second)).containsExactlyInAnyOrder(0L, 1L);
    }

    @Test
    void patternAndTopic_areSharedEachByItself() {
        FakePeer first = subscribed("worker", "jobs/a");
        FakePeer second = subscribed("worker", "jobs/*");
        harness.connect().publish("jobs/a", 1L);
        harness.turn();

        assertThat(first.publishes()).hasSize(1);
        assertThat(second.publishes()).hasSize(1);
    }

    @Test
    void poolOfAnotherName_getsTheMessageToo() {
        FakePeer worker = subscribed("worker", "jobs");
        FakePeer auditor = subscribed("auditor", "jobs");
        harness.connect().publish("jobs", 1L);
        harness.turn();

        assertThat(worker.values()).containsExactly(1L);
        assertThat(auditor.values()).containsExactly(1L);
    }

    @Test
    void member_doesNotGetItsOwnMessage_anotherDoes() {
        FakePeer first = subscribed("worker", "jobs");
        FakePeer second = subscribed("worker", "jobs");
        for (long i = 0; i < 3; i++) {
            first.publish(QoS.AT_LEAST_ONCE, "jobs", i);
        }
        harness.turn();

        assertThat(first.publishes()).isEmpty();
        assertThat(second.values()).containsExactly((Object[]) numbers(3));
    }

    @Test
    void memberThatIsNotReactive_orUnsubscribed_isPassedOver() {
        FakePeer first = subscribed("worker", "jobs");
        FakePeer second = subscribed("worker", "jobs");
        FakePeer third = subscribed("worker", "jobs");
        first.unsubscribe("jobs");
        second.notReactive();
        harness.turn();
        FakePeer publisher = harness.connect();
        for (long i = 0; i < 3; i++) {
            publisher.publish("jobs", i);
        }
        harness.turn();

        assertThat(third.values()).containsExactly((Object[]) numbers(3));
        assertThat(first.publishes()).isEmpty();
        assertThat(second.publishes()).isEmpty();
    }

    @ParameterizedTest
    @EnumSource(names = {"AT_LEAST_ONCE", "EXACTLY_ONCE"})
    void whatAMemberHasNotAcknowledged_goesToAnother_whenItGoes(QoS qos) {
        FakePeer first = subscribed("worker", "jobs");
        FakePeer second = subscribed("worker", "jobs");
        FakePeer publisher = harness.connect();
        for (long i = 0; i < 4; i++) {
            publisher.publish(qos, "jobs", i);
        }
        harness.turn();
        List<Object> left = new ArrayList<>(first.values());
        assertThat(left).hasSize(2);
        second.forgetReceived();
        first.drop();
        harness.turn();

        assertThat(second.values()).containsExactlyElementsOf(left);
    }

    @Test
    void memberWithAFullWindow_isPassedOver_andWhatWaitsForItGoesToAnother() {
        RouterHarness narrow =
                RouterHarness.start(RouterHarness.options().maxInflight(1).build());
        FakePeer first = subscribed(narrow, "worker", "jobs");
        FakePeer second = subscribed(narrow, "worker", "jobs").habit(FakePeer.Habit.ACKNOWLEDGES);
        FakePeer publisher = narrow.connect();
        for (long i = 0; i < 6; i++) {
            publisher.publish(QoS.AT_LEAST_ONCE, "jobs", i);
            narrow.turn();
        }
        assertThat(first.values()).containsExactly(0L);
        first.drop();
        narrow.turn();

        assertThat(second.values()).containsExactlyInAnyOrder((Object[]) numbers(6));
    }

    @Test
    void whatWaitsForAMember_goesToAnother_whenItGoes() {
        RouterHarness narrow =
                RouterHarness.start(RouterHarness.options().maxInflight(1).build());
        FakePeer first = subscribed(narrow, "worker", "jobs");
        FakePeer second = subscribed(narrow, "worker", "jobs");
        FakePeer publisher = narrow.connect();
        for (long i = 0; i < 6; i++) {
            publisher.publish(QoS.AT_LEAST_ONCE, "jobs", i);
        }
        narrow.turn();
        first.drop();
        second.habit(FakePeer.Habit.ACKNOWLEDGES);
        second.ack(second.publishes().getFirst().requireId());
        narrow.turn();

        assertThat(second.values()).containsExactlyInAnyOrder((Object[]) numbers(6));
    }

    @Test
    void nothingIsKept_whenNoMemberIsThere() {
        FakePeer first = subscribed("worker", "jobs");
        first.drop();
        FakePeer publisher = harness.connect();
        publisher.publish(QoS.AT_LEAST_ONCE, "jobs", 1L);
        harness.turn();
        FakePeer next = subscribed("worker", "jobs");
        publisher.publish(QoS.AT_LEAST_ONCE, "jobs", 2L);
        harness.turn();

        assertThat(publisher.acks()).hasSize(2);
        assertThat(next.values()).containsExactly(2L);
    }

    @ParameterizedTest
    @EnumSource
    void calls_areDividedAmongMembers_whateverThePolicy(Policy policy) {
        RouterHarness its =
                RouterHarness.start(RouterHarness.options().policy(policy).build());
        List<FakePeer> members = List.of(member(its, "worker"), member(its, "worker"), member(its, "worker"));
        members.forEach(member -> member.expose("work"));
        its.turn();
        FakePeer caller = its.connect();
        for (int i = 0; i < 3; i++) {
            caller.call("work");
            caller.callTarget("worker", "other");
        }

        assertThat(members)
                .allSatisfy(
                        member -> assertThat(member.received(Message.Rpc.class)).hasSize(2));
    }

    @Test
    void firstUp_prefersTheComponentThatExposedFirst_toThePool() {
        FakePeer single = harness.connect("single");
        single.expose("work");
        FakePeer member = member("worker");
        member.expose("work");
        harness.turn();
        harness.connect().call("work");

        assertThat(single.received(Message.Rpc.class)).hasSize(1);
        assertThat(member.received(Message.Rpc.class)).isEmpty();
    }

    @Test
    void memberMayCallAnother_butNotItself() {
        FakePeer alone = member("worker");
        alone.expose("work");
        harness.turn();
        MessageId own = alone.call("work");
        MessageId ownByTarget = alone.callTarget("worker", "work");
        assertThat(alone.answerTo(own).status()).isEqualTo(Status.METHOD_LOOPBACK);
        assertThat(alone.answerTo(ownByTarget).status()).isEqualTo(Status.METHOD_LOOPBACK);

        FakePeer second = member("worker");
        second.callTarget("worker", "work");
        assertThat(alone.lastRequest().topic()).isEqualTo("work");
    }

    @Test
    void target_withoutMembers_isDown_andItsServicesAreUnknown() {
        FakePeer member = member("worker");
        member.expose("work");
        harness.turn();
        member.drop();
        FakePeer caller = harness.connect();
        MessageId direct = caller.callTarget("worker", "work");
        MessageId call = caller.call("work");

        assertThat(caller.answerTo(direct).status()).isEqualTo(Status.TARGET_DOWN);
        assertThat(caller.answerTo(call).status()).isEqualTo(Status.METHOD_NOT_FOUND);
    }

    @Test
    void pool_isOfItsTenant() {
        FakePeer ofAcme = subscribed("worker.acme", "jobs");
        FakePeer stranger = harness.connect("stranger");
        stranger.publish("jobs", 1L);
        MessageId direct = stranger.callTarget("worker.acme", "work");
        harness.connect("friend.acme").publish("jobs", 2L);
        harness.turn();

        assertThat(ofAcme.values()).containsExactly(2L);
        assertThat(stranger.answerTo(direct).status()).isEqualTo(Status.TARGET_NOT_FOUND);
    }

    @ParameterizedTest
    @ValueSource(strings = {"worker", "ws://host:8000/worker", "ws://host:8000/worker?pool=false"})
    void nameOfAPool_isRefusedToOneThatDoesNotShare(String cid) {
        member("worker");
        FakePeer late = harness.connect();
        MessageId id = late.identify(cid);
        harness.turn();

        assertThat(late.answerTo(id)).isEqualTo(Message.Response.error(id, Status.ERROR, "already connected"));
        assertThat(late.closeReason()).isEqualTo(CloseReason.REFUSED);
    }

    @ParameterizedTest
    @ValueSource(strings = {"why?", "why?not", "a?b=c&d", "50%", "site/a b"})
    void nameWithAQuestionMark_isSharedWhole(String name) {
        FakePeer one = member(name);
        FakePeer two = member(name);
        List<MessageId> exposed = List.of(one.expose("service"), two.expose("service"));
        FakePeer caller = harness.connect("caller");
        harness.turn();
        caller.callTarget(name, "service");
        harness.turn();

        assertThat(one.answerTo(exposed.getFirst()).status()).isEqualTo(Status.SUCCESS);
        assertThat(two.answerTo(exposed.getLast()).status()).isEqualTo(Status.SUCCESS);
        assertThat(Stream.of(one, two)
                        .mapToInt(peer -> peer.received(Message.Rpc.class).size())
                        .sum())
                .isEqualTo(1);
    }

    @Test
    void nameOfOneComponent_isRefusedToAPool_whileItLives() {
        FakePeer single = harness.connect("worker");
        FakePeer late = harness.connect();
        MessageId id = late.identify("worker?pool=true");
        harness.advance(Duration.ofMillis(1));
        single.pong();
        harness.advance(Duration.ofSeconds(2));

        assertThat(late.answerTo(id)).isEqualTo(Message.Response.error(id, Status.ERROR, "already connected"));
    }

    @Test
    void nameOfOneComponent_isAPools_onceThatIsGone() {
        FakePeer single = harness.connect("worker");
        FakePeer late = harness.connect();
        MessageId id = late.identify("worker?pool=true");
        MessageId command = late.expose("work");
        single.drop();
        harness.turn();
        assertThat(late.answerTo(id).status()).isEqualTo(Status.SUCCESS);
        assertThat(late.answerTo(command).status()).isEqualTo(Status.SUCCESS);

        FakePeer second = member("worker");
        second.expose("work");
        harness.turn();
        harness.connect().callTarget("worker", "work");
        assertThat(late.received(Message.Rpc.class)).hasSize(1);
    }

    @Test
    void juliaPeer_joinsByItsUrl() {
        FakePeer julia = harness.connect(PeerKind.JULIA, "worker?pool=true");
        member("worker");
        assertThat(harness.router().connectedNames()).containsExactly("worker");

        MessageId again = julia.identify("worker?pool=true");
        harness.turn();
        assertThat(julia.answerTo(again).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void comingAndGoing_isThatOfThePool() {
        FakePeer observer = harness.subscriber("observer", "component_info");
        FakePeer first = member("worker");
        FakePeer second = member("worker");
        first.drop();
        harness.turn();
        assertThat(observer.values()).containsExactly(Map.of("event", "connection_up", "cid", "worker"));

        second.drop();
        harness.turn();
        assertThat(observer.values())
                .containsExactly(
                        Map.of("event", "connection_up", "cid", "worker"),
                        Map.of("event", "connection_down", "cid", "worker"));
        harness.connect("worker");
    }

    @ParameterizedTest
    @CsvSource({"worker, worker", "worker?pool=true, worker", "worker, worker?pool=true"})
    void component_comesForItsName_thatARequestHas_getsIt(String asked, String own) {
        FakePeer request = harness.connect().passing();
        MessageId introduced = request.identify(asked);
        harness.turn();
        assertThat(request.answerTo(introduced).status()).isEqualTo(Status.SUCCESS);

        harness.connect(PeerKind.GEN2, own);

        assertThat(request.closeReason()).isEqualTo(CloseReason.OVERWRITTEN);
    }

    @Test
    void request_underTheNameOfAPool_isRefused_thoughItAsksToBeAMember() {
        FakePeer member = member("worker");
        FakePeer request = harness.connect().passing();
        MessageId introduced = request.identify("worker?pool=true");
        harness.turn();

        assertThat(request.answerTo(introduced).data().value()).isEqualTo("already connected");
        assertThat(member.isOpen()).isTrue();
    }

    @Test
    void member_thatDoesNotAcknowledge_isLoggedUnderTheNameOfThePool() {
        FakePeer member = subscribed("worker", "jobs");
        harness.connect().publish(QoS.AT_LEAST_ONCE, "jobs", 1);
        while (member.isOpen()) {
            harness.advance(Duration.ofSeconds(2));
        }

        assertThat(harness.notices().lines()).contains("unacknowledged worker: 1");
    }
}
