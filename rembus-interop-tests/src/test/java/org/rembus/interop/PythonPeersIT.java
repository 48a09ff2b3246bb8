package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.interop.PythonComponent.Behaviour;
import org.rembus.interop.PythonComponent.Replay;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;

/** What a Python peer of each version counts on our broker for, beside messages and calls. */
class PythonPeersIT extends PythonAtJavaBroker {
    @ParameterizedTest
    @EnumSource
    void anonymousPeerTakesPart_inAllThatItCanDo(PythonVersion version) {
        PythonComponent one = connect(version, "");
        PythonComponent other = connect(version);
        one.subscribe("anonymous/news");
        one.expose("anonymous/service", Behaviour.FIRST);
        one.reactive();

        other.publish("anonymous/news", 1);
        assertThat(one.nextEvent()).isEqualTo(PeerEvent.message("anonymous/news", Payload.ofArguments(1)));
        assertThat(other.rpc("anonymous/service", 2).value()).isEqualTo(2L);
    }

    @ParameterizedTest
    @EnumSource
    void errorsCarryStatusAndText_nobodyCanServe(PythonVersion version) {
        PythonComponent caller = connect(version);
        String own = name("own");
        caller.expose(own, Behaviour.NOTHING);

        assertError(() -> caller.rpc("no/such"), 42, "no/such: method unknown");
        assertError(() -> caller.rpc(own), 44, own + ": method loopback");
        assertError(() -> caller.direct("nobody", "any"), 45, "nobody");
    }

    @ParameterizedTest
    @EnumSource
    void errorSaysThatTargetIsDown_itWasThere(PythonVersion version) {
        PythonComponent caller = connect(version);
        String name = name("down");
        peers.of(version).connect(broker.url(name)).close();

        await().untilAsserted(() -> assertError(() -> caller.direct(name, "any"), 46, name));
    }

    @ParameterizedTest
    @EnumSource
    void callerIsTold_exposerNeverAnswers_afterRequestTimeout(PythonVersion version) {
        PythonComponent caller = connect(version);
        connect(version).expose("silent", Behaviour.SILENT);

        assertError(() -> caller.rpc("silent"), 10, "silent: request timeout");
    }

    @ParameterizedTest
    @EnumSource
    void callerIsToldAtOnce_exposerDropsAtWork_withStatus43(PythonVersion version) throws Exception {
        Link link = connections.add(Link.to(broker.port()));
        PythonComponent exposer = connections.add(
                peers.of(version).connect(link.url("drops" + version.number().replace('.', '_'))));
        PythonComponent caller = connect(version);
        exposer.expose("drops", Behaviour.SILENT);

        CompletableFuture<Payload> answer = caller.rpcLater("drops");
        exposer.nextEvent();
        link.cut();

        assertThat(answer)
                .failsWithin(Duration.ofSeconds(10))
                .withThrowableOfType(ExecutionException.class)
                .havingCause()
                .withMessage("RembusError 43: drops: method unavailable");
    }

    @ParameterizedTest
    @EnumSource
    void builtInServicesAnswer_toEachVersion(PythonVersion version) {
        PythonComponent caller = connect(version);

        assertThat(caller.rpc("rid").value()).isEqualTo("broker");
        assertThat(caller.rpc("version").value()).isInstanceOf(String.class);
        assertThat(caller.rpc("uptime").value()).asString().matches("up for \\d+ seconds");
    }

    @ParameterizedTest
    @EnumSource
    void comingAndGoingIsPublished_ofNamedComponents(PythonVersion version) {
        PythonComponent observer = connect(version);
        observer.subscribe("component_info");
        observer.reactive();
        String name = name("passenger");

        peers.of(version).connect(broker.url(name)).close();

        for (String event : List.of("connection_up", "connection_down")) {
            assertThat(observer.nextEvent().arguments().arguments())
                    .containsExactly(Map.of("event", event, "cid", name));
        }
    }

    @ParameterizedTest
    @EnumSource
    void nothingArrives_unsubscribedOrNotReactive_untilAskedForAgain(PythonVersion version) {
        PythonComponent subscriber = connect(version);
        PythonComponent publisher = connect(version);
        subscriber.subscribe("left");
        subscriber.subscribe("kept");
        subscriber.reactive();

        subscriber.unsubscribe("left");
        publisher.publish("left", "not wanted");
        publisher.publish("kept", 1);
        assertThat(subscriber.nextEvent()).isEqualTo(PeerEvent.message("kept", Payload.ofArguments(1)));

        subscriber.unreactive();
        publisher.publish("kept", "not heard");
        assertThat(publisher.rpc("rid").value()).isEqualTo("broker"); // so the broker has had it
        subscriber.reactive();
        publisher.publish("kept", 2);
        assertThat(subscriber.nextEvent()).isEqualTo(PeerEvent.message("kept", Payload.ofArguments(2)));
    }

    @ParameterizedTest
    @EnumSource
    void callFails_serviceWasUnexposed_withStatus42(PythonVersion version) {
        PythonComponent exposer = connect(version);
        PythonComponent caller = connect(version);
        exposer.expose("brief", Behaviour.NOTHING);
        assertThat(caller.rpc("brief").isNothing()).isTrue();

        exposer.unexpose("brief");

        assertError(() -> caller.rpc("brief"), 42, "brief: method unknown");
    }

    @ParameterizedTest
    @EnumSource
    void subscriptionsAndServicesLive_connectionWasCut_onceReconnected(PythonVersion version) throws IOException {
        Link link = connections.add(Link.to(broker.port()));
        PythonComponent cut = connections.add(peers.of(version).connect(link.url(name("cut"))));
        PythonComponent steady = connect(version);
        cut.subscribe("news");
        cut.expose("service", Behaviour.FIRST);
        cut.reactive();

        link.cut();

        await("the peer is back").atMost(Duration.ofSeconds(30)).until(() -> {
            steady.publish("news", "hello");
            return cut.hasEvent();
        });
        assertThat(cut.nextEvent()).isEqualTo(PeerEvent.message("news", Payload.ofArguments("hello")));
        assertThat(steady.rpc("service", 5).value()).isEqualTo(5L);
    }

    @ParameterizedTest
    @EnumSource
    void missedMessagesArriveFirst_subscriberWasAway_inOrder(PythonVersion version) {
        PythonComponent publisher = connect(version);
        String name = name("away");
        String topic = "missed/" + name; // what others published before would come as well
        PythonComponent before = peers.of(version).connect(broker.url(name));
        before.subscribe(topic, Replay.LAST);
        before.reactive();
        before.close();
        for (QoS qos : version.levels()) {
            publisher.publish(qos, topic, qos.name());
        }

        PythonComponent after = connect(version, name);
        after.subscribe(topic, Replay.LAST);
        after.reactive();
        publisher.publish(topic, "live");

        for (QoS qos : version.levels()) {
            assertThat(after.nextEvent()).isEqualTo(PeerEvent.message(topic, Payload.ofArguments(qos.name())));
        }
        assertThat(after.nextEvent()).isEqualTo(PeerEvent.message(topic, Payload.ofArguments("live")));
    }

    @ParameterizedTest
    @EnumSource
    void actualTopicComesFirst_subscribedByPattern_thenArguments(PythonVersion version) {
        PythonComponent subscriber = connect(version);
        PythonComponent publisher = connect(version);
        subscriber.subscribe("site/*/temperature");
        subscriber.reactive();

        for (QoS qos : version.levels()) {
            publisher.publish(qos, "site/hall/temperature", 21.5, "C");

            assertThat(subscriber.nextEvent())
                    .isEqualTo(PeerEvent.message(
                            "site/*/temperature", Payload.ofArguments("site/hall/temperature", 21.5, "C")));
        }
    }

    @ParameterizedTest
    @EnumSource
    void messageArrives_publishedWithSlot_atEachLevel(PythonVersion version) {
        PythonComponent subscriber = connect(version);
        PythonComponent publisher = connect(PythonVersion.V0_8_23);
        subscriber.subscribe("slots");
        subscriber.reactive();

        for (QoS qos : QoS.values()) {
            publisher.publishAtSlot(1234, qos, "slots", qos.name());

            assertThat(subscriber.nextEvent()).isEqualTo(PeerEvent.message("slots", Payload.ofArguments(qos.name())));
        }
    }

    @ParameterizedTest
    @EnumSource
    void secondIsRefused_nameIsConnected_firstGoesOn(PythonVersion version, @TempDir Path directory)
            throws IOException {
        PythonPeer otherProcess = connections.add(PythonPeer.start(version, directory));
        String name = name("taken");
        PythonComponent first = connect(version, name);

        assertThat(catchThrowableOfType(PeerException.class, () -> otherProcess.connect(broker.url(name))))
                .isNotNull();

        assertThat(first.rpc("rid").value()).isEqualTo("broker");
    }

    private PythonComponent connect(PythonVersion version) {
        return connect(version, name("peer"));
    }

    private static void assertError(Runnable call, int status, String text) {
        PeerException failure = catchThrowableOfType(PeerException.class, call::run);
        assertThat(failure.status()).hasValue(status);
        assertThat(failure.text()).isEqualTo(text);
    }
}
