package org.rembus.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Payload;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/**
 * A Python process that runs components of one version of the package, as a test tells it to (python/peer.py).
 *
 * <p>One process may hold any number of components. Closing it kills it, connections and all.
 */
final class PythonPeer implements AutoCloseable, Fixtures.Witness {
    /** Longer than the longest time-out of a peer, so that a peer's own time-out is seen as such. */
    private static final Duration ANSWER_LIMIT = Duration.ofSeconds(30);

    /** The first start in a new environment reads and compiles all of it, on a disk that has never seen it. */
    private static final Duration START_LIMIT = Duration.ofMinutes(5);

    private static final JsonMapper JSON = new JsonMapper();

    private final PythonVersion version;
    private final LoggedProcess process;
    private final BufferedWriter commands;
    private final CompletableFuture<Void> ready = new CompletableFuture<>();
    private final Map<Long, CompletableFuture<Payload>> pending = new ConcurrentHashMap<>();
    private final Map<String, PythonComponent> components = new ConcurrentHashMap<>();
    private long commandCount;

    private PythonPeer(PythonVersion version, LoggedProcess process) {
        this.version = version;
        this.process = process;
        this.commands = process.process().outputWriter(StandardCharsets.UTF_8);
    }

    /**
     * Starts a process and waits until it takes commands.
     *
     * @param directory an existing folder, for its log and for what components keep in {@code REMBUS_DIR}
     */
    static PythonPeer start(PythonVersion version, Path directory) throws IOException {
        return start(version, directory, Map.of());
    }

    /** @param environment what it is told in addition */
    static PythonPeer start(PythonVersion version, Path directory, Map<String, String> environment) throws IOException {
        ProcessBuilder builder = PythonEnvironment.of(version).script("peer.py");
        builder.environment().putAll(environment);
        builder.environment()
                .put("REMBUS_DIR", Files.createTempDirectory(directory, "peer").toString());
        Path log = Files.createTempFile(directory, "peer", ".log");
        PythonPeer peer = new PythonPeer(version, LoggedProcess.startDialogue("peer " + version, builder, log));
        Thread.ofVirtual().start(peer::readLines);
        try {
            peer.await(peer.ready, START_LIMIT, "start");
        } catch (RuntimeException e) {
            peer.close();
            throw e;
        }
        return peer;
    }

    PythonVersion version() {
        return version;
    }

    /**
     * Connects a component. Not twice under one name, nor two without a name: version 0.1.7 gives the connected one out
     * again, without asking the broker.
     */
    PythonComponent connect(String url) {
        PythonComponent component = component();
        component.connect(url);
        return component;
    }

    /** As {@link #connect(String)}, in this encoding. Versions from 0.4 on. */
    PythonComponent connect(String url, Encoding encoding) {
        PythonComponent component = component();
        component.connect(url, encoding);
        return component;
    }

    private PythonComponent component() {
        PythonComponent component = new PythonComponent(this, UUID.randomUUID().toString());
        components.put(component.name(), component);
        return component;
    }

    @Override
    public String testimony() {
        return process.testimony();
    }

    @Override
    public void close() {
        process.process().destroyForcibly();
        process.close();
    }

    /** An empty command, to be completed and given to {@link #send}. */
    static ObjectNode command(String verb) {
        return JSON.createObjectNode().put("do", verb);
    }

    /** Sends a command; the future fails with {@link PeerException} when the peer says that it failed. */
    CompletableFuture<Payload> send(PythonComponent component, ObjectNode command) {
        CompletableFuture<Payload> answer = new CompletableFuture<>();
        synchronized (commands) {
            long id = ++commandCount;
            pending.put(id, answer);
            command.put("id", id).put("component", component.name());
            try {
                commands.write(JSON.writeValueAsString(command));
                commands.newLine();
                commands.flush();
            } catch (IOException e) {
                pending.remove(id);
                throw new UncheckedIOException(testimony(), e);
            }
        }
        return answer;
    }

    /** Sends a command and waits for its answer. */
    Payload call(PythonComponent component, ObjectNode command) {
        return await(send(component, command), ANSWER_LIMIT, command.toString());
    }

    private <T> T await(CompletableFuture<T> future, Duration limit, String what) {
        try {
            return future.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            if (e.getCause() instanceof PeerException failure) {
                throw failure.atCaller();
            }
            throw new IllegalStateException(what, e.getCause());
        } catch (TimeoutException e) {
            throw new IllegalStateException("no answer within " + limit + " to " + what + "; " + testimony(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + what, e);
        }
    }

    private void readLines() {
        try (BufferedReader lines = process.process().inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                onLine(JSON.readTree(line));
            }
            end(new IllegalStateException("the process has ended: " + testimony()));
        } catch (IOException | RuntimeException e) {
            end(e);
        }
    }

    private void end(Exception reason) {
        ready.completeExceptionally(reason);
        pending.values().forEach(answer -> answer.completeExceptionally(reason));
        pending.clear();
    }

    private void onLine(JsonNode line) {
        if (line.has("ready")) {
            ready.complete(null);
        } else if (line.has("event")) {
            PythonComponent component = components.get(line.get("component").asString());
            if (component != null) {
                component.onEvent(PeerEvent.of(line));
            }
        } else {
            onAnswer(line);
        }
    }

    private void onAnswer(JsonNode line) {
        CompletableFuture<Payload> answer = pending.remove(line.get("id").asLong());
        if (answer == null) {
            throw new IllegalStateException("an answer that nobody waits for: " + line);
        }
        if (line.has("error")) {
            answer.completeExceptionally(PeerException.of(line.get("error")));
        } else {
            answer.complete(PeerEvent.payload(line.get("result").asString()));
        }
    }
}
