package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.BufferedReader;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.client.Component;
import org.rembus.client.From;
import org.rembus.client.Rembus;

/** A broker is restarted under its components on ZeroMQ. */
@Timeout(60)
class ZmqRestartIT {
    @TempDir
    private Path home;

    private Broker start(int port) throws Exception {
        return Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .home(home)
                .zmq(port)
                .build());
    }

    @Test
    void componentsGoOn_oneOnLibzmqAndOneOfOurs() throws Exception {
        Broker first = start(0);
        URI address = first.addresses().getFirst();
        Inbox inbox = new Inbox();
        Process survivor = PythonEnvironment.of(PythonLibraries.ZMQ)
                .script("zmq_restart.py", String.valueOf(address.getPort()))
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (Component java = Rembus.component(address + "/java");
                BufferedReader lines = survivor.inputReader()) {
            java.subscribe("news", From.lastReceived(), inbox);
            assertThat(lines.readLine()).isEqualTo("ready");
            first.close();
            try (Broker second = start(address.getPort());
                    Component publisher = Rembus.component(address.toString())) {
                assertThat(lines.readLine()).isEqualTo("again");
                publisher.publish("news", "after");
                assertThat(lines.readLine()).isEqualTo("done");
                assertThat(inbox.next().arguments()).containsExactly("after");
            }
        } finally {
            first.close();
            survivor.destroyForcibly();
        }
    }
}
