package org.rembus.interop;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletionException;

/**
 * The broker that the Python package brings, {@code brokerd}, on a port of its own.
 *
 * <p>It keeps its data in DuckDB. It understands ids of 8 bytes only: Python peers before 0.8 cannot use it. While it sends a
 * message of QoS 1 or 2 again and again to a subscriber that is away, it does nothing else; here it gives up early.
 */
final class PythonBroker implements RunningBroker {
    /** The first start in a new environment reads and compiles all of it, on a disk that has never seen it. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    /** What the command {@code brokerd} runs. The command itself names a Python by its path at installation. */
    private static final String BROKERD = "import sys; from rembus.brokerd import main; sys.exit(main())";

    private final LoggedProcess process;
    private final int port;

    private PythonBroker(LoggedProcess process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * Starts a broker and waits until it accepts a WebSocket connection.
     *
     * @param directory an existing folder for its data and its log
     */
    static PythonBroker start(Path directory) throws IOException {
        int port = RunningBroker.freePort();
        ProcessBuilder builder = PythonEnvironment.of(PythonVersion.V0_8_23).program(BROKERD);
        builder.environment()
                .put(
                        "REMBUS_DIR",
                        Files.createDirectories(directory.resolve("data")).toString());
        builder.environment().put("REMBUS_PORT", Integer.toString(port));
        builder.environment().put("REMBUS_SEND_RETRIES", "1");
        LoggedProcess process = LoggedProcess.start("brokerd", builder, directory.resolve("brokerd.log"));
        PythonBroker broker = new PythonBroker(process, port);
        try {
            broker.awaitReady();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    @Override
    public String url(String name) {
        return "ws://127.0.0.1:" + port + (name.isEmpty() ? "" : "/" + name);
    }

    @Override
    public int port() {
        return port;
    }

    @Override
    public String testimony() {
        return process.testimony();
    }

    @Override
    public void close() {
        process.close();
    }

    private void awaitReady() {
        try (HttpClient client = HttpClient.newHttpClient()) {
            await("brokerd accepts connections").atMost(START_LIMIT).until(() -> {
                process.expectAlive();
                return answers(client);
            });
        }
    }

    private boolean answers(HttpClient client) {
        try {
            client.newWebSocketBuilder()
                    .buildAsync(URI.create(url("")), new WebSocket.Listener() {})
                    .join()
                    .abort();
            return true;
        } catch (CompletionException e) {
            return false; // not yet
        }
    }
}
