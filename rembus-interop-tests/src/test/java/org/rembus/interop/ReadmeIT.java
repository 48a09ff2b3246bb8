package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.Component;
import org.rembus.client.Rembus;
import org.rembus.client.RembusException;

/** The programs of the README, run as they are printed, with nothing but the address of the broker set. */
@Timeout(180)
class ReadmeIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @RegisterExtension
    final Fixtures fixtures = Fixtures.ofTest();

    @TempDir
    Path folder;

    @SuppressWarnings("NullAway.Init") // before each test
    private Snippets snippets;

    private RunningBroker broker;

    @BeforeEach
    void readSnippets() throws Exception {
        snippets = new Snippets(Files.readString(Path.of("..", "README.md")), folder);
        broker = fixtures.add(JavaBroker.start(folder));
    }

    @Test
    void everySnippetRuns_asPrinted() {
        start("Calculator");
        start("multiplier");
        Path javaMonitor = start("Monitor");
        Path pythonMonitor = start("python-monitor");
        awaitServices();
        awaitMonitors(List.of(javaMonitor, pythonMonitor));

        assertThat(run("Caller")).contains("1 + 2 = 3, 6 * 7 = 42");
        assertThat(run("caller")).contains("1 + 2 = 3", "6 * 7 = 42");
        run("Thermometer");
        run("python-thermometer");

        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(List.of(javaMonitor, pythonMonitor))
                        .allSatisfy(log -> assertThat(Files.readString(log))
                                .contains("sensor/kitchen/temperature: 21.6", "sensor/cellar/temperature: 12.5")));
        assertThat(snippets.count()).as("snippets").isEqualTo(8);
    }

    private void awaitServices() {
        try (Component probe = Rembus.component(broker.url(""))) {
            await().atMost(PATIENCE)
                    .ignoreExceptionsInstanceOf(RembusException.class)
                    .untilAsserted(() -> assertThat(
                                    probe.rpc("multiply", probe.rpc("add", 1, 2).value(), 3)
                                            .as(Integer.class))
                            .isEqualTo(9));
        }
    }

    private void awaitMonitors(List<Path> logs) {
        try (Component probe = Rembus.component(broker.url(""))) {
            await().atMost(PATIENCE).untilAsserted(() -> {
                probe.publish("sensor/probe/temperature", 0.5);
                assertThat(logs)
                        .allSatisfy(log -> assertThat(Files.readString(log)).contains("sensor/probe/temperature: 0.5"));
            });
        }
    }

    /** Starts a snippet that runs until it is stopped; its output goes to the file. */
    private Path start(String name) {
        Path log = folder.resolve(name + ".log");
        fixtures.add(LoggedProcess.start(name, program(name), log));
        return log;
    }

    /** Runs a snippet to its end. */
    private String run(String name) {
        return Tool.run(PATIENCE, program(name));
    }

    private ProcessBuilder program(String name) {
        ProcessBuilder program = snippets.program(name);
        program.environment().put("REMBUS_BASE_URL", broker.url(""));
        return program;
    }
}
