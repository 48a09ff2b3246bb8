package org.rembus.interop;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.Component;
import org.rembus.client.Rembus;

/** Our broker and our component over TCP, with a peer in Python that has nothing of ours. */
class PythonOnTcpIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void messagesOfEveryLengthArrive_bothWays(@TempDir Path home) throws Exception {
        PythonEnvironment python = PythonEnvironment.of(PythonVersion.V0_8_23);
        try (JavaBroker broker = JavaBroker.start(home);
                Component java = Rembus.component("tcp://127.0.0.1:" + broker.tcpPort() + "/java")) {
            java.expose("java/length", byte[].class, bytes -> bytes.length);
            java.subscribe("to/java", message -> java.publish("to/python", new byte[message.argument(0, int.class)]));
            Tool.run(LIMIT, python.script("raw_tcp.py", String.valueOf(broker.tcpPort())));
        }
    }
}
