package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.client.Component;
import org.rembus.client.From;
import org.rembus.client.Publish;
import org.rembus.client.Received;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;

/** Both ends ours, with a Python peer of each version on the other side. */
class JavaComponentOnJavaBrokerIT extends JavaComponentContract {
    @Override
    RunningBroker startBroker(Path directory) throws Exception {
        return JavaBroker.start(directory);
    }

    @Override
    Stream<PythonVersion> versions() {
        return Stream.of(PythonVersion.values());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void javaSeesActualTopic_subscribedByPattern_atEachLevel(PythonVersion version) {
        Component java = java();
        PythonComponent python = python(version);
        Inbox inbox = new Inbox();
        java.subscribe("site/**/temperature", inbox);

        for (QoS qos : version.levels()) {
            python.publish(qos, "site/hall/1/temperature", 21.5, "C");

            Received message = inbox.next();
            assertThat(message.topic()).isEqualTo("site/hall/1/temperature");
            assertThat(message.pattern()).contains("site/**/temperature");
            assertThat(message.arguments()).containsExactly(21.5, "C");
            assertThat(message.qos()).isEqualTo(qos);
        }
    }

    @Test
    void slotIsCarried_pythonToJava_atEachLevel() {
        Component java = java();
        PythonComponent python = python(PythonVersion.V0_8_23);
        Inbox inbox = new Inbox();
        java.subscribe("slots/in", inbox);

        for (QoS qos : QoS.values()) {
            python.publishAtSlot(1234, qos, "slots/in", qos.name());

            assertThat(inbox.next().slot()).as(qos.name()).hasValue(1234);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void messageArrives_javaPublishesWithSlot_atEachLevel(PythonVersion version) {
        Component java = java();
        PythonComponent python = python(version);
        python.subscribe("slots/out");
        python.reactive();

        for (QoS qos : QoS.values()) {
            java.publish(Publish.to("slots/out").qos(qos).slot(4_294_967_295L).with(qos.name()));

            assertThat(python.nextEvent()).isEqualTo(PeerEvent.message("slots/out", Payload.ofArguments(qos.name())));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void javaSeesPythonComeAndGo_subscribedToComponentInfo(PythonVersion version) {
        Component java = java();
        Inbox inbox = new Inbox();
        java.subscribe("component_info", inbox);

        String name = name();
        python(version, name).close();

        for (String event : List.of("connection_up", "connection_down")) {
            assertThat(inbox.next().arguments()).containsExactly(Map.of("event", event, "cid", name));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void missedMessagesReachJava_itWasAway_inOrder(PythonVersion version) {
        PythonComponent python = python(version);
        String name = name();
        String topic = topic("missed");
        try (Component before = java(name)) {
            before.subscribe(topic, From.lastReceived(), new Inbox());
        }
        for (QoS qos : version.levels()) {
            python.publish(qos, topic, qos.name());
        }

        Inbox inbox = new Inbox();
        Component after = connections.add(java(name));
        after.subscribe(topic, From.lastReceived(), inbox);

        for (QoS qos : version.levels()) {
            assertThat(inbox.next().arguments()).containsExactly(qos.name());
        }
    }
}
