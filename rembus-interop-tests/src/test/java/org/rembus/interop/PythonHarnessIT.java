package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.interop.PythonComponent.Behaviour;
import org.rembus.protocol.QoS;

/**
 * The harness itself: the package's newest peers with the package's own broker, nothing of ours between them. What
 * fails here says nothing about our broker or client.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
class PythonHarnessIT {
    @RegisterExtension
    static final Fixtures fixtures = Fixtures.ofClass();

    @RegisterExtension
    final Fixtures connections = Fixtures.ofTest();

    @TempDir
    static Path directory;

    private static PythonBroker broker;
    private static PythonPeer peer;

    @BeforeAll
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    static void start() throws IOException {
        for (PythonVersion version : PythonVersion.values()) {
            PythonEnvironment.of(version);
        }
        broker = fixtures.add(PythonBroker.start(directory));
        peer = fixtures.add(PythonPeer.start(PythonVersion.V0_8_23, directory));
    }

    @ParameterizedTest
    @EnumSource(QoS.class)
    void messagesArriveUnchanged_ofEveryKind_atEachLevel(QoS qos) {
        PythonComponent subscriber = connect("reader-" + qos);
        PythonComponent publisher = connect("writer-" + qos);
        Arrivals arrivals = new Arrivals("samples", subscriber::nextEvent);
        subscriber.subscribe(arrivals.topic(qos));
        subscriber.reactive();

        for (Sample sample : Sample.values()) {
            publisher.publish(qos, arrivals.topic(qos), sample.arguments());

            assertThat(arrivals.next())
                    .as(sample.name())
                    .isEqualTo(PeerEvent.message(arrivals.topic(qos), sample.payload()));
        }
    }

    @Test
    void resultsComeBackUnchanged_ofEveryKind_fromAnEcho() {
        PythonComponent service = connect("echo-service");
        PythonComponent caller = connect("");
        service.expose("echo", Behaviour.ECHO);

        for (Sample sample : Sample.values()) {
            assertThat(caller.rpc("echo", sample.arguments())).as(sample.name()).isEqualTo(sample.payload());
            assertThat(service.nextEvent()).as(sample.name()).isEqualTo(PeerEvent.request("echo", sample.payload()));
        }
    }

    @Test
    void errorIsRaised_serviceFails_withStatusAndText() {
        PythonComponent service = connect("failing-service");
        PythonComponent caller = connect("");
        service.expose("fail", Behaviour.FAIL);

        PeerException failure = catchThrowableOfType(PeerException.class, () -> caller.rpc("fail", 1, 2));

        assertThat(failure.status()).hasValue(40);
        assertThat(failure.text()).isEqualTo("cannot do it: 2");
    }

    @Test
    void messagesArriveAgain_linkWasCut_afterPeersReconnected() throws IOException {
        Link link = connections.add(Link.to(broker.port()));
        PythonComponent subscriber = connections.add(peer.connect(link.url("cut-reader")));
        PythonComponent publisher = connect("cut-writer");
        subscriber.subscribe("cut");
        subscriber.reactive();

        link.cut();

        await("the subscriber is back").until(() -> {
            publisher.publish("cut", "hello");
            return subscriber.hasEvent();
        });
    }

    @ParameterizedTest
    @EnumSource(PythonVersion.class)
    void processTakesCommands_ofEachVersion_andSaysWhatFailed(PythonVersion version) throws IOException {
        PythonPeer started = connections.add(PythonPeer.start(version, directory));

        PeerException failure =
                catchThrowableOfType(PeerException.class, () -> started.connect("ws://127.0.0.1:1/nobody"));

        assertThat(List.of("ConnectionRefusedError", "RembusError", "OSError")).contains(failure.type());
    }

    private PythonComponent connect(String name) {
        return connections.add(peer.connect(broker.url(name)));
    }
}
