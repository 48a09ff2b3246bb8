package org.rembus.interop;

import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Python components that speak JSON-RPC to our broker, beside others that speak CBOR. */
class PythonOnJsonIT {
    private static final Duration LIMIT = Duration.ofMinutes(1);

    @ParameterizedTest
    @EnumSource(names = {"V0_8_23", "V0_4_1"})
    void messagesAndCallsPassBothWays_jsonAndCbor(PythonVersion version, @TempDir Path home) throws Exception {
        PythonEnvironment python = PythonEnvironment.of(version);
        try (JavaBroker broker = JavaBroker.start(home)) {
            Tool.run(LIMIT, python.script("json_and_cbor.py", String.valueOf(broker.port())));
        }
    }
}
