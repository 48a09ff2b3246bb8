package org.rembus.interop;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** Python peers of all versions at one broker of ours, for all tests of a class. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 60, unit = TimeUnit.SECONDS)
abstract class PythonAtJavaBroker {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @RegisterExtension
    final Fixtures fixtures = Fixtures.ofClass();

    @RegisterExtension
    final Fixtures connections = Fixtures.ofTest();

    @SuppressWarnings("NullAway.Init") // before all tests
    JavaBroker broker;

    @SuppressWarnings("NullAway.Init") // before all tests
    PythonPeers peers;

    @BeforeAll
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void start(@TempDir Path home) throws Exception {
        broker = fixtures.add(JavaBroker.start(home));
        peers = fixtures.add(PythonPeers.start(home, List.of(PythonVersion.values())));
    }

    /** Until the test ends. */
    PythonComponent connect(PythonVersion version, String name) {
        return connections.add(peers.of(version).connect(broker.url(name)));
    }

    /** A new one each time: the broker remembers what a name has subscribed to and exposed. */
    static String name(String kind) {
        return kind + NAMES.incrementAndGet();
    }
}
