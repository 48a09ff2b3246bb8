package org.rembus.interop;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Our broker and the WebSocket that most programs in JavaScript use, the package ws, which has nothing of ours. */
class NodeIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @Test
    void messagesAndCallsPassBothWays_cborAndJson_plainAndInTls(@TempDir Path home) throws Exception {
        NodeEnvironment node = NodeEnvironment.get();
        Path authority = Certificates.make(home);
        try (JavaBroker broker = JavaBroker.startSecure(home)) {
            Tool.run(
                    LIMIT,
                    node.script("ws_peers.js", authority.toString(), broker.address("ws"), broker.address("wss")));
        }
    }
}
