package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.routing.options.Policy;
import org.rembus.broker.routing.options.RouterOptions.PublishCalls;
import org.rembus.broker.routing.slow.DropReason;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** PROTOCOL.md section 8. */
final class CallTest {
    private final RouterHarness harness = RouterHarness.start();

    @Test
    void call_service_isForwardedAndAnsweredUnderTheCallersId() {
        FakePeer exposer = exposer("exposer", "add");
        FakePeer caller = harness.connect("caller");
        MessageId id = caller.callTarget(null, "add", 1, 2);
        Message.Rpc request = exposer.lastRequest();
        assertThat(request.topic()).isEqualTo("add");
        assertThat(request.target()).isNull();
        assertThat(request.data()).isEqualTo(Payload.ofArguments(1, 2));

        exposer.answer(request, Status.SUCCESS, 3);
        assertThat(caller.received()).containsExactly(new Message.Response(id, Status.SUCCESS, Payload.of(3)));
    }

    @ParameterizedTest
    @CsvSource({"GEN1, GEN2", "GEN2, GEN1", "GEN1, GEN1", "GEN2, GEN2", "JULIA, OLD_JULIA"})
    void call_betweenGenerations_usesTheIdLengthOfEach(PeerKind callerKind, PeerKind exposerKind) {
        FakePeer exposer = harness.connect(exposerKind, "exposer");
        exposer.expose("add");
        harness.turn();
        FakePeer caller = harness.connect(callerKind, "caller");
        MessageId id = caller.call("add");

        assertThat(exposer.lastRequest().id().length()).isEqualTo(exposerKind.idLength());
        exposer.answer(exposer.lastRequest(), Status.SUCCESS, null);
        assertThat(caller.answerTo(id).status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void call_manyWithTheSameId_areForwardedUnderDifferentIds() {
        FakePeer exposer = exposer("exposer", "add");
        MessageId same = MessageId.of(7, 8);
        List<FakePeer> callers = List.of(harness.connect(), harness.connect(), harness.connect());
        for (int round = 0; round < 50; round++) {
            callers.forEach(caller -> caller.say(new Message.Rpc(same, "add", null, Payload.NO_ARGUMENTS)));
        }

        Set<MessageId> ids = new HashSet<>();
        exposer.received(Message.Rpc.class).forEach(request -> ids.add(request.id()));
        assertThat(ids).hasSize(150).doesNotContain(MessageId.of(0, 8));
    }

    @Test
    void call_withoutArguments_isForwardedWithAnEmptyArray() {
        FakePeer exposer = exposer("exposer", "add");
        FakePeer caller = harness.connect();
        caller.say(new Message.Rpc(caller.newId(), "add", null, Payload.NULL));

        assertThat(exposer.lastRequest().data()).isEqualTo(Payload.NO_ARGUMENTS);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a0", "f93e00", "d85041aa", "9f0102ff", "1901f4", "a201020304"})
    void call_otherPayload_passesThroughAsItCame(String hex) throws Exception {
        Payload payload = Payload.parse(HexFormat.of().parseHex(hex));
        FakePeer exposer = exposer("exposer", "echo");
        FakePeer caller = harness.connect();
        MessageId id = caller.newId();
        caller.say(new Message.Rpc(id, "echo", null, payload));
        exposer.say(new Message.Response(exposer.lastRequest().id(), Status.SUCCESS, payload));

        assertThat(exposer.lastRequest().data()).isEqualTo(payload);
        assertThat(caller.answerTo(id).data()).isEqualTo(payload);
    }

    @ParameterizedTest
    @EnumSource(Status.class)
    void call_answeredWithAnyStatus_passesItOnButTheChallenge(Status status) {
        FakePeer exposer = exposer("exposer", "add");
        FakePeer caller = harness.connect();
        MessageId id = caller.call("add");
        exposer.answer(exposer.lastRequest(), status, "text");

        Status expected = status == Status.CHALLENGE ? Status.ERROR : status;
        assertThat(caller.answerTo(id)).isEqualTo(new Message.Response(id, expected, Payload.of("text")));
    }

    @Test
    void call_unknownService_isAnswered42() {
        FakePeer caller = harness.connect();

        assertError(caller, caller.call("add"), Status.METHOD_NOT_FOUND, "add: method unknown");
    }

    @Test
    void call_serviceOfOneThatIsAway_isAnswered43() {
        FakePeer exposer = exposer("exposer", "add");
        exposer.drop();
        harness.turn();
        FakePeer caller = harness.connect();

        assertError(caller, caller.call("add"), Status.METHOD_UNAVAILABLE, "add: method unavailable");
    }

    @Test
    void call_serviceOfOneThatCameBack_isForwarded() {
        exposer("exposer", "add").drop();
        harness.turn();
        FakePeer again = harness.connect("exposer");
        harness.connect().call("add");

        assertThat(again.lastRequest().topic()).isEqualTo("add");
    }

    @Test
    void call_serviceOfAnAnonymousOneThatHasGone_isAnswered42() {
        FakePeer exposer = harness.connect();
        exposer.expose("add");
        harness.turn();
        exposer.drop();
        harness.turn();
        FakePeer caller = harness.connect();

        assertError(caller, caller.call("add"), Status.METHOD_NOT_FOUND, "add: method unknown");
    }

    @Test
    void call_ownService_isAnswered44() {
        FakePeer caller = exposer("caller", "add");

        assertError(caller, caller.call("add"), Status.METHOD_LOOPBACK, "add: method loopback");
    }

    @Test
    void call_ownServiceThatAnotherExposesToo_goesToTheOther() {
        FakePeer caller = exposer("caller", "add");
        FakePeer other = exposer("other", "add");
        caller.call("add");
        assertThat(other.lastRequest().topic()).isEqualTo("add");

        other.drop();
        assertError(caller, caller.call("add"), Status.METHOD_UNAVAILABLE, "add: method unavailable");
    }

    @Test
    void call_serviceOfAnotherTenant_isAnswered42() {
        exposer("exposer.acme", "add");
        FakePeer caller = harness.connect("caller");

        assertError(caller, caller.call("add"), Status.METHOD_NOT_FOUND, "add: method unknown");
        assertError(harness.connect("x.other"), "add", Status.METHOD_NOT_FOUND, "add: method unknown");
        FakePeer friend = harness.connect("friend.acme");
        MessageId id = friend.call("add");
        assertThat(friend.answersTo(id)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"a/*", "**", "", "a\nb"})
    void call_illegalTopic_isAnswered10(String topic) {
        FakePeer caller = harness.connect();

        assertThat(caller.answerTo(caller.call(topic)).status()).isEqualTo(Status.ERROR);
    }

    @Test
    void call_afterUnexpose_isAnswered42() {
        FakePeer exposer = exposer("exposer", "add");
        exposer.admin("add", "unexpose");
        harness.turn();
        FakePeer caller = harness.connect();

        assertError(caller, caller.call("add"), Status.METHOD_NOT_FOUND, "add: method unknown");
    }

    // -- targets --

    @Test
    void callTarget_component_goesThereWhetherItExposesOrNot() {
        exposer("exposer", "add");
        FakePeer target = harness.connect("target");
        FakePeer caller = harness.connect();
        caller.callTarget("target", "add", 1);

        assertThat(target.lastRequest().topic()).isEqualTo("add");
        assertThat(target.lastRequest().target()).isNull();
        assertThat(target.lastRequest().data()).isEqualTo(Payload.ofArguments(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"rid", "version", "uptime"})
    void callTarget_builtInServiceOfAComponent_goesThere(String topic) {
        FakePeer target = harness.connect("target");
        harness.connect().callTarget("target", topic);

        assertThat(target.lastRequest().topic()).isEqualTo(topic);
    }

    @Test
    void callTarget_neverHeardOf_isAnswered45() {
        FakePeer caller = harness.connect();

        assertError(caller, caller.callTarget("nobody", "add"), Status.TARGET_NOT_FOUND, "nobody");
    }

    @Test
    void callTarget_knownButAway_isAnswered46() {
        harness.connect("target").drop();
        harness.turn();
        FakePeer caller = harness.connect();

        assertError(caller, caller.callTarget("target", "add"), Status.TARGET_DOWN, "target");
    }

    @Test
    void callTarget_ofAnotherTenant_isAnswered45() {
        harness.connect("up.acme");
        harness.connect("down.acme").drop();
        harness.turn();
        FakePeer caller = harness.connect("caller");

        assertError(caller, caller.callTarget("up.acme", "add"), Status.TARGET_NOT_FOUND, "up.acme");
        assertError(caller, caller.callTarget("down.acme", "add"), Status.TARGET_NOT_FOUND, "down.acme");
    }

    @Test
    void callTarget_itself_isAnswered44() {
        FakePeer caller = exposer("caller", "add");

        assertError(caller, caller.callTarget("caller", "add"), Status.METHOD_LOOPBACK, "add: method loopback");
    }

    @Test
    void callTarget_theBroker_isAnsweredByTheBroker() {
        exposer("exposer", "add");
        FakePeer caller = harness.connect("caller.acme");
        MessageId rid = caller.callTarget(RouterHarness.BROKER, "rid");

        assertThat(caller.answerTo(rid).data()).isEqualTo(Payload.of("broker"));
        assertError(
                caller, caller.callTarget(RouterHarness.BROKER, "add"), Status.METHOD_NOT_FOUND, "add: method unknown");
    }

    // -- the broker's own services --

    @Test
    void builtIns_anyTenant_areAnswered() {
        FakePeer caller = harness.connect("caller.acme");
        MessageId rid = caller.call("rid");
        MessageId version = caller.call("version");
        harness.advance(Duration.ofSeconds(75));
        MessageId uptime = caller.call("uptime");

        assertThat(caller.answerTo(rid).data()).isEqualTo(Payload.of("broker"));
        assertThat(caller.answerTo(version).data()).isEqualTo(Payload.of("1.2.3"));
        assertThat(caller.answerTo(uptime).data()).isEqualTo(Payload.of("up for 75 seconds"));
    }

    @Test
    void builtIns_whenAComponentExposesTheName_staySo() {
        FakePeer exposer = exposer("exposer", "version");
        FakePeer caller = harness.connect();
        MessageId id = caller.call("version");

        assertThat(exposer.received(Message.Rpc.class)).isEmpty();
        assertThat(caller.answerTo(id).data()).isEqualTo(Payload.of("1.2.3"));
    }

    // -- who is picked --

    @Test
    void firstUp_severalExposers_picksInTheOrderOfExposing() {
        FakePeer first = exposer("z", "add");
        FakePeer second = exposer("a", "add");
        FakePeer caller = harness.connect();
        caller.call("add");
        caller.call("add");
        assertThat(requests(first)).isEqualTo(2);

        first.drop();
        caller.call("add");
        assertThat(requests(second)).isEqualTo(1);

        FakePeer back = harness.connect("z");
        caller.call("add");
        assertThat(requests(back)).isEqualTo(1);
    }

    @Test
    void roundRobin_severalExposers_picksEachInTurn() {
        RouterHarness robin = RouterHarness.start(
                RouterHarness.options().policy(Policy.ROUND_ROBIN).build());
        List<FakePeer> exposers = exposers(robin, 3);
        FakePeer caller = robin.connect();
        for (int i = 0; i < 7; i++) {
            caller.call("add");
        }

        assertThat(exposers.stream().map(CallTest::requests)).containsExactly(3, 2, 2);
    }

    @Test
    void lessBusy_severalExposers_picksTheOneWithTheFewestOutstanding() {
        RouterHarness fair = RouterHarness.start(
                RouterHarness.options().policy(Policy.LESS_BUSY).build());
        List<FakePeer> exposers = exposers(fair, 3);
        FakePeer caller = fair.connect();
        for (int i = 0; i < 6; i++) {
            caller.call("add");
        }
        assertThat(exposers.stream().map(CallTest::requests)).containsExactly(2, 2, 2);

        FakePeer second = exposers.get(1);
        second.received(Message.Rpc.class).forEach(request -> second.answer(request, Status.SUCCESS, null));
        caller.call("add");
        caller.call("add");
        assertThat(exposers.stream().map(CallTest::requests)).containsExactly(2, 4, 2);
    }

    @ParameterizedTest
    @EnumSource(Policy.class)
    void anyPolicy_exposerWithAFullOutput_isPassedOver(Policy policy) {
        RouterHarness chosen =
                RouterHarness.start(RouterHarness.options().policy(policy).build());
        List<FakePeer> exposers = exposers(chosen, 3);
        exposers.get(0).setRoom(0);
        exposers.get(1).setRoom(0);
        FakePeer caller = chosen.connect();
        caller.call("add");
        caller.call("add");
        assertThat(requests(exposers.get(2))).isEqualTo(2);

        exposers.get(2).setRoom(0);
        assertError(caller, caller.call("add"), Status.ERROR, "add: exposer busy");
    }

    @Test
    void call_exposerIsAboutToBeGone_isAnsweredAsIfItWere() {
        RouterHarness chosen = RouterHarness.start();
        List<FakePeer> exposers = exposers(chosen, 2);
        FakePeer caller = chosen.connect();
        exposers.get(0).leave();
        caller.call("add");
        assertThat(requests(exposers.get(1))).isEqualTo(1);

        exposers.get(1).leave();
        assertError(caller, caller.call("add"), Status.METHOD_UNAVAILABLE, "add: method unavailable");
        FakePeer named = chosen.connect("named");
        named.leave();
        assertError(caller, caller.callTarget("named", "add"), Status.TARGET_DOWN, "named");
    }

    @Test
    void call_exposerHasTooManyOutstanding_isAnsweredBusy() {
        RouterHarness small =
                RouterHarness.start(RouterHarness.options().maxOutstanding(2).build());
        FakePeer exposer = small.connect("exposer");
        exposer.expose("add");
        small.turn();
        small.connect().call("add");
        small.connect().call("add");
        FakePeer caller = small.connect();

        assertError(caller, caller.call("add"), Status.ERROR, "add: exposer busy");
        assertError(caller, caller.callTarget("exposer", "add"), Status.ERROR, "add: exposer busy");
    }

    @Test
    void call_callerHasTooManyUnderWay_isAnswered10() {
        RouterHarness small =
                RouterHarness.start(RouterHarness.options().maxOutstanding(2).build());
        exposers(small, 2);
        FakePeer caller = small.connect();
        caller.call("add");
        caller.call("add");

        assertThat(caller.answerTo(caller.call("add")).status()).isEqualTo(Status.ERROR);
    }

    // -- when no answer comes --

    @Test
    void call_exposerDrops_isAnswered43AtOnce() {
        FakePeer exposer = exposer("exposer", "add");
        FakePeer caller = harness.connect();
        MessageId first = caller.call("add");
        MessageId second = caller.callTarget("exposer", "other");
        exposer.drop();

        assertError(caller, first, Status.METHOD_UNAVAILABLE, "add: method unavailable");
        assertError(caller, second, Status.METHOD_UNAVAILABLE, "other: method unavailable");
    }

    @Test
    void call_neverAnswered_isAnswered10AfterTheTimeout() {
        FakePeer exposer = exposer("exposer", "add");
        FakePeer caller = harness.connect();
        MessageId id = caller.call("add");
        harness.advance(Duration.ofMillis(9_999));
        assertThat(caller.answersTo(id)).isEmpty();
        harness.advance(Duration.ofMillis(1));
        assertError(caller, id, Status.ERROR, "add: request timeout");

        exposer.answer(exposer.lastRequest(), Status.SUCCESS, "late");
        assertThat(caller.answersTo(id)).hasSize(1);
        assertThat(harness.dropped(DropReason.LATE_ANSWER)).isEqualTo(1);
    }

    @Test
    void call_answeredTwice_isAnsweredOnce() {
        FakePeer exposer = exposer("exposer", "add");
        FakePeer caller = harness.connect();
        MessageId id = caller.call("add");
        exposer.answer(exposer.lastRequest(), Status.SUCCESS, 1);
        exposer.answer(exposer.lastRequest(), Status.SUCCESS, 2);

        assertThat(caller.answerTo(id).data()).isEqualTo(Payload.of(1));
    }

    @Test
    void response_toWhatNobodyAsked_isDropped() {
        FakePeer peer = harness.connect();
        peer.say(new Message.Response(MessageId.of(1, 8), Status.SUCCESS, Payload.NULL));
        FakePeer exposer = exposer("exposer", "add");
        FakePeer caller = harness.connect();
        MessageId id = caller.call("add");
        peer.answer(exposer.lastRequest(), Status.SUCCESS, "forged");

        assertThat(caller.answersTo(id)).isEmpty();
        assertThat(harness.dropped(DropReason.LATE_ANSWER)).isEqualTo(2);
    }

    @Test
    void call_callerHasGone_isForgottenWhenAnswered() {
        FakePeer exposer = exposer("exposer", "add");
        FakePeer caller = harness.connect();
        caller.call("add");
        caller.drop();
        exposer.answer(exposer.lastRequest(), Status.SUCCESS, 1);

        assertThat(caller.received(Message.Response.class)).isEmpty();
        assertThat(harness.router().isQuiet()).isTrue();
    }

    @Test
    void stop_requestsUnderWay_areStillAnswered() {
        FakePeer exposer = exposer("exposer", "add");
        FakePeer caller = harness.connect();
        MessageId early = caller.call("add");
        harness.router().stop();
        MessageId late = caller.call("add");
        assertError(caller, late, Status.ERROR, "add: the broker is stopping");
        assertThat(harness.router().isQuiet()).isFalse();

        exposer.answer(exposer.lastRequest(), Status.SUCCESS, 1);
        assertThat(caller.answerTo(early).data()).isEqualTo(Payload.of(1));
        assertThat(harness.router().isQuiet()).isTrue();
    }

    // -- publish_calls --

    @Test
    void publishCalls_off_publishesNothing() {
        FakePeer exposer = exposer("exposer", "add");
        FakePeer listener = harness.subscriber("listener", "add");
        harness.connect().call("add", 1);
        exposer.answer(exposer.lastRequest(), Status.SUCCESS, 1);
        harness.turn();

        assertThat(listener.publishes()).isEmpty();
    }

    @Test
    void publishCalls_on_publishesArgumentsOfSuccessesToOthersThanTheCaller() {
        RouterHarness publishing = RouterHarness.start(
                RouterHarness.options().publishCalls(PublishCalls.YES).build());
        FakePeer exposer = publishing.connect("exposer");
        exposer.expose("add");
        FakePeer listener = publishing.subscriber("listener", "add");
        FakePeer caller = publishing.subscriber("caller", "add");
        caller.call("add", 1, 2);
        exposer.answer(exposer.lastRequest(), Status.SUCCESS, 3);
        caller.call("add", 4, 5);
        exposer.answer(exposer.lastRequest(), Status.METHOD_EXCEPTION, "failed");
        publishing.turn();

        assertThat(listener.publishes()).containsExactly(Message.Publish.of("add", Payload.ofArguments(1, 2)));
        assertThat(caller.publishes()).isEmpty();
    }

    private FakePeer exposer(String name, String topic) {
        FakePeer peer = harness.connect(name);
        peer.expose(topic);
        harness.turn();
        return peer;
    }

    private static List<FakePeer> exposers(RouterHarness harness, int count) {
        List<FakePeer> exposers = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            FakePeer peer = harness.connect("exposer" + i);
            peer.expose("add");
            harness.turn();
            exposers.add(peer);
        }
        return exposers;
    }

    private static int requests(FakePeer peer) {
        return peer.received(Message.Rpc.class).size();
    }

    private static void assertError(FakePeer caller, String topic, Status status, String text) {
        assertError(caller, caller.call(topic), status, text);
    }

    private static void assertError(FakePeer caller, MessageId id, Status status, String text) {
        assertThat(caller.answerTo(id)).isEqualTo(Message.Response.error(id, status, text));
    }
}
