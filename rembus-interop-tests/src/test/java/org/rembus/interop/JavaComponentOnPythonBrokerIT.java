package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.rembus.client.Component;
import org.rembus.client.From;
import org.rembus.protocol.QoS;

/** Our component at the broker of the Python package, which understands the newest Python peers only. */
class JavaComponentOnPythonBrokerIT extends JavaComponentContract {
    @Override
    RunningBroker startBroker(Path directory) throws Exception {
        return PythonBroker.start(directory);
    }

    @Override
    Stream<PythonVersion> versions() {
        return Stream.of(PythonVersion.V0_8_23);
    }

    /** This broker replays what it has written to disk, which takes it a while; so the component comes back until then. */
    @Test
    void missedMessageReachesJava_itWasAway_onceBrokerHasWrittenIt() {
        PythonComponent python = python(PythonVersion.V0_8_23);
        String name = name();
        String topic = topic("missed");
        Inbox inbox = new Inbox();
        try (Component before = java(name)) {
            before.subscribe(topic, From.lastReceived(), inbox);
        }
        python.publish(QoS.AT_LEAST_ONCE, topic, "while away");

        await().atMost(Duration.ofSeconds(60)).until(() -> {
            try (Component after = java(name)) {
                after.subscribe(topic, From.lastReceived(), inbox);
                return inbox.hasWithin(Duration.ofSeconds(1));
            }
        });
        assertThat(inbox.next().arguments()).containsExactly("while away");
    }
}
