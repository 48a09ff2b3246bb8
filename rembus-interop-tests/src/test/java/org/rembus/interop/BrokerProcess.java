package org.rembus.interop;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** Our broker in a process of its own, over a folder that outlives it, so that it can be killed and started again. */
final class BrokerProcess implements RunningBroker {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final Path folder;
    private final int port;
    private LoggedProcess process;
    private int starts;

    private BrokerProcess(Path folder, int port) throws IOException {
        this.folder = folder;
        this.port = port;
        this.process = launch();
    }

    /** @param folder an existing one, for what the broker keeps and for its logs */
    static BrokerProcess start(Path folder) throws IOException {
        BrokerProcess broker = new BrokerProcess(folder, RunningBroker.freePort());
        try {
            broker.awaitReady();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    private LoggedProcess launch() throws IOException {
        starts++;
        ProcessBuilder builder = new ProcessBuilder(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.rembus.cli.Main",
                "broker",
                "--ws",
                Integer.toString(port),
                "--data",
                folder.resolve("data").toString()));
        builder.environment().put("REMBUS_DIR", folder.toString());
        return LoggedProcess.start("broker", builder, folder.resolve("broker-" + starts + ".log"));
    }

    private void awaitReady() {
        Path log = folder.resolve("broker-" + starts + ".log");
        await("the broker is ready").atMost(START_LIMIT).until(() -> {
            process.expectAlive();
            return Files.readAllLines(log).contains("ready");
        });
    }

    /** Ends it as a loss of the process would, with SIGKILL, and starts it again over what is on the disk. */
    void killAndRestart() throws IOException, InterruptedException {
        process.process().destroyForcibly().waitFor();
        process = launch();
        awaitReady();
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
}
