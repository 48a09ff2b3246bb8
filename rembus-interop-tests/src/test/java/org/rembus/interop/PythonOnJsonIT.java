package org.rembus.interop;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Python components that speak JSON-RPC to our broker, beside others that speak CBOR. Version 0.1.7 knows CBOR only.
 */
class PythonOnJsonIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource(names = {"V0_8_23", "V0_4_1"})
    void messagesAndCallsPassBothWays_jsonAndCbor_plainAndInTls(PythonVersion version, @TempDir Path home)
            throws Exception {
        PythonEnvironment python = PythonEnvironment.of(version);
        Certificates.make(home);
        try (JavaBroker broker = JavaBroker.startSecure(home)) {
            ProcessBuilder peers = python.script("json_and_cbor.py", broker.address("ws"), broker.address("wss"));
            peers.environment()
                    .putAll(Map.of("REMBUS_DIR", home.toString(), "REMBUS_TIMEOUT", "50", "REMBUS_ACK_TIMEOUT", "50"));
            Tool.run(LIMIT, peers);
        }
    }
}
