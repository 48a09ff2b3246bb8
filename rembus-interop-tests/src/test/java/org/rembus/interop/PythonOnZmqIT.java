package org.rembus.interop;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.Component;
import org.rembus.client.Rembus;

/** Our broker and our component over ZeroMQ, with peers on libzmq that have nothing of ours. */
class PythonOnZmqIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void allThatWorksOverWebSocketWorks_andRubbishDisturbsNobody(@TempDir Path home) throws Exception {
        PythonEnvironment python = PythonEnvironment.of(PythonLibraries.ZMQ);
        try (JavaBroker broker = JavaBroker.start(home);
                Component java = Rembus.component("zmq://127.0.0.1:" + broker.zmqPort() + "/java")) {
            java.expose("java/length", byte[].class, bytes -> bytes.length);
            java.subscribe("to/java", message -> java.publish("to/python", new byte[message.argument(0, int.class)]));
            Tool.run(LIMIT, python.script("raw_zmq.py", String.valueOf(broker.zmqPort())));
        }
    }
}
