package org.rembus.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandler;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * A program that has no library of ours, only the HTTP client and the JSON parser that it has anyway. Requests are made one after the
 * other; one that is refused fails with its status.
 */
final class HttpPeer implements AutoCloseable {
    private static final JsonMapper JSON = new JsonMapper();
    private static final int OK = 200;

    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final URI broker;

    /** @param broker its address, {@code http://host:port} */
    HttpPeer(URI broker) {
        this.broker = broker;
    }

    /** {@code POST /TOPIC}; returns when the broker has the message. */
    void publish(String topic, List<@Nullable Object> arguments) {
        send(request(topic).POST(json(arguments)), BodyHandlers.ofByteArray());
    }

    /** {@code GET /TOPIC} with a body. */
    @Nullable
    Object call(String topic, List<@Nullable Object> arguments) {
        return parsed(send(request(topic).method("GET", json(arguments)), BodyHandlers.ofByteArray()));
    }

    /** A notification of JSON-RPC; returns when the broker has the message. */
    void publishByJsonRpc(String topic, List<@Nullable Object> arguments) {
        Map<String, Object> notification = jsonRpc(topic, arguments);
        byte[] answer = send(request("").POST(json(notification)), BodyHandlers.ofByteArray());
        if (answer.length != 0) {
            throw new AssertionError("answer to a notification: " + new String(answer, StandardCharsets.UTF_8));
        }
    }

    /** A request of JSON-RPC. */
    @Nullable
    Object callByJsonRpc(String topic, List<@Nullable Object> arguments) {
        Map<String, Object> request = jsonRpc(topic, arguments);
        request.put("id", 1);
        Object answer = parsed(send(request("").POST(json(request)), BodyHandlers.ofByteArray()));
        if (answer instanceof Map<?, ?> members && members.containsKey("result")) {
            return members.get("result");
        }
        throw new AssertionError("no result: " + answer);
    }

    /** Server-Sent Events of one topic, from now on. */
    Events watch(String topic) {
        HttpRequest.Builder request = request(topic).header("Accept", "text/event-stream");
        return new Events(topic, send(request, BodyHandlers.ofInputStream()));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(broker.resolve("/" + path));
    }

    private <T> T send(HttpRequest.Builder request, BodyHandler<T> body) {
        try {
            HttpResponse<T> response = client.send(request.build(), body);
            if (response.statusCode() != OK) {
                throw new AssertionError(response.toString());
            }
            return response.body();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for an answer", e);
        }
    }

    private static Map<String, Object> jsonRpc(String method, List<@Nullable Object> params) {
        return new LinkedHashMap<>(Map.of("jsonrpc", "2.0", "method", method, "params", params));
    }

    private static HttpRequest.BodyPublisher json(Object value) {
        return BodyPublishers.ofByteArray(JSON.writeValueAsBytes(value));
    }

    private static @Nullable Object parsed(byte[] json) {
        return JSON.readValue(json, Object.class);
    }

    /** The events must have been closed. */
    @Override
    public void close() {
        client.close();
    }

    /** What a watcher is told, as it comes. */
    static final class Events implements AutoCloseable {
        private static final String START = ": watching";
        private static final String COMMENT = ":";
        private static final String PREFIX = "data: ";

        private final String topic;
        private final BufferedReader lines;

        /** Waits until the broker says that it has subscribed. */
        private Events(String topic, InputStream body) {
            this.topic = topic;
            lines = new BufferedReader(new InputStreamReader(body, StandardCharsets.UTF_8));
            String first = line();
            if (!first.equals(START)) {
                throw new AssertionError("events begin with: " + first);
            }
        }

        /** The arguments of the next message; waits for it as long as the broker keeps the connection. */
        Object next() {
            String line = line();
            while (line.isEmpty() || line.startsWith(COMMENT)) {
                line = line();
            }
            Object event =
                    line.startsWith(PREFIX) ? JSON.readValue(line.substring(PREFIX.length()), Object.class) : line;
            if (event instanceof Map<?, ?> members
                    && topic.equals(members.get("topic"))
                    && members.get("data") instanceof List<?> arguments) {
                return arguments;
            }
            throw new AssertionError("no message to " + topic + ": " + event);
        }

        private String line() {
            try {
                String line = lines.readLine();
                if (line == null) {
                    throw new AssertionError("the broker has ended the events of " + topic);
                }
                return line;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void close() {
            try {
                lines.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
