package org.rembus.interop;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.awaitility.core.ConditionFactory;

/** Our broker in a process of its own, over a folder that outlives it, so that it can be killed and started again. */
final class BrokerProcess implements RunningBroker {
    private static final Duration START_LIMIT = Duration.ofSeconds(60);

    private final RembusCommand command;
    private final Path data;
    private final int port;
    private LoggedProcess process;
    private Path log;

    private BrokerProcess(RembusCommand command, Path data, int port) throws IOException {
        this.command = command;
        this.data = data;
        this.port = port;
        this.log = newLog();
        this.process = launch();
    }

    /** @param folder an existing one, for what the broker keeps and for its logs */
    static BrokerProcess start(Path folder) throws IOException {
        return start(RembusCommand.in(folder), folder.resolve("data"));
    }

    static BrokerProcess start(RembusCommand command, Path data) throws IOException {
        BrokerProcess broker = launch(command, data);
        try {
            broker.awaitReady();
        } catch (RuntimeException e) {
            broker.close();
            throw e;
        }
        return broker;
    }

    /** Starts one that may refuse to. */
    static BrokerProcess launch(RembusCommand command, Path data) throws IOException {
        return new BrokerProcess(command, data, RunningBroker.freePort());
    }

    /** Waits until it accepts connections, which it never does when it has ended. */
    boolean becomesReady() {
        soon("the broker is ready, or has ended")
                .until(() -> log().contains("ready") || !process.process().isAlive());
        return process.process().isAlive();
    }

    /** Its exit status. */
    int awaitEnd() throws InterruptedException {
        return process.process().waitFor();
    }

    private Path newLog() throws IOException {
        return Files.createTempFile(command.home(), "broker", ".log");
    }

    private LoggedProcess launch() {
        return LoggedProcess.start(
                "broker", command.builder("broker", "--ws", Integer.toString(port), "--data", data.toString()), log);
    }

    private static ConditionFactory soon(String what) {
        return await(what).atMost(START_LIMIT).pollDelay(Duration.ZERO).pollInterval(Duration.ofMillis(10));
    }

    private void awaitReady() {
        soon("the broker is ready").until(() -> {
            process.expectAlive();
            return log().contains("ready");
        });
    }

    /** Ends it as a loss of the process would, with SIGKILL, and starts it again over what is on the disk. */
    void killAndRestart() throws IOException, InterruptedException {
        kill();
        restart();
    }

    /** Ends it as a loss of the process would, with SIGKILL. */
    void kill() throws InterruptedException {
        process.process().destroyForcibly().waitFor();
    }

    /** Ends it in order, with SIGTERM. */
    int stop() throws InterruptedException {
        process.process().destroy();
        return awaitEnd();
    }

    /** Starts it again, when it has ended. */
    void restart() throws IOException {
        log = newLog();
        process = launch();
        awaitReady();
    }

    /** What it has printed and logged since its last start. */
    List<String> log() throws IOException {
        return Files.readAllLines(log);
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
