package org.rembus.broker.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Status;
import org.rembus.protocol.Topic;

/** Sees to the requests of one connection, one after the other: what each asks for, and as whom. */
final class RequestDesk {
    private static final Set<String> TABLE_COMMANDS = Set.of("subscribe", "unsubscribe", "expose", "unexpose");
    private static final Set<String> ADMIN_COMMANDS =
            Set.of("private_topic", "public_topic", "authorize", "unauthorize");
    private static final Set<String> RESERVED = Set.of("healthz", "readyz", "metrics", "admin");
    private static final String METHODS = "GET, POST, OPTIONS";
    private static final int MIN_TABLE_LEVELS = 3;

    private final HttpRoom room;
    private final HttpConnection connection;
    private final Consumer<Boolean> onHeld;
    private int heldPeers;
    private @Nullable HttpPeer nobody;
    private @Nullable HttpPeer somebody;
    private @Nullable Watcher watcher;

    RequestDesk(HttpRoom room, HttpConnection connection, Consumer<Boolean> onHeld) {
        this.room = room;
        this.connection = connection;
        this.onHeld = onHeld;
    }

    /** Nothing is read as long as one of the peers in the place of this connection is held back. */
    private void onHeld(boolean hold) {
        heldPeers += hold ? 1 : -1;
        onHeld.accept(heldPeers > 0);
    }

    void onRequest(Exchange exchange) {
        Optional<Path> path = Path.of(exchange.uri());
        if (path.isEmpty()) {
            exchange.answer(Answer.text(HttpResponseStatus.BAD_REQUEST, "This is no path."));
        } else if (HttpMethod.OPTIONS.equals(exchange.method())) {
            exchange.answer(options());
        } else if (RESERVED.contains(path.get().first())) {
            reserved(exchange, path.get());
        } else if (HttpMethod.GET.equals(exchange.method()) && !path.get().isRoot()) {
            get(exchange, path.get().topic());
        } else if (HttpMethod.POST.equals(exchange.method())) {
            post(exchange, path.get());
        } else if (path.get().isRoot()) {
            exchange.answer(unknown());
        } else {
            exchange.answer(notAllowed(METHODS));
        }
    }

    private static Answer options() {
        return Answer.nothing(HttpResponseStatus.NO_CONTENT)
                .with("Allow", METHODS)
                .with("Access-Control-Allow-Methods", METHODS)
                .with("Access-Control-Allow-Headers", "Authorization, Content-Type")
                .with("Access-Control-Max-Age", "600");
    }

    private static Answer notAllowed(String methods) {
        return Answer.text(HttpResponseStatus.METHOD_NOT_ALLOWED, "Possible here: " + methods)
                .with("Allow", methods);
    }

    private static Answer unknown() {
        return Answer.text(
                HttpResponseStatus.NOT_FOUND,
                "This is a Rembus broker: GET /TOPIC calls a service, POST /TOPIC publishes, POST / takes JSON-RPC.");
    }

    // -- what is no topic --

    private void reserved(Exchange exchange, Path path) {
        boolean alone = path.levels().size() == 1;
        if (!HttpMethod.GET.equals(exchange.method()) && !HttpMethod.HEAD.equals(exchange.method())) {
            exchange.answer(alone && !path.first().equals("admin") ? notAllowed("GET, HEAD, OPTIONS") : unknown());
            return;
        }
        if (alone && path.first().equals("metrics")) {
            room.metrics()
                    .write(
                            exchange.headers().get(HttpHeaderNames.ACCEPT, ""),
                            page -> exchange.answer(
                                    page.map(RequestDesk::figures).orElseGet(RequestDesk::noFigures)));
            return;
        }
        exchange.answer(
                switch (alone ? path.first() : "") {
                    case "healthz" -> condition(room.health().illness());
                    case "readyz" -> condition(room.health().unreadiness());
                    default -> unknown();
                });
    }

    private static Answer figures(Metrics.Page page) {
        return Answer.of(HttpResponseStatus.OK, page.contentType(), page.text());
    }

    private static Answer noFigures() {
        return Answer.text(HttpResponseStatus.INTERNAL_SERVER_ERROR, "The figures could not be written: see the log.");
    }

    private static Answer condition(Optional<String> objection) {
        return objection
                .map(reason -> Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, reason))
                .orElseGet(() -> Answer.text(HttpResponseStatus.OK, "ok"));
    }

    // -- topics --

    private void get(Exchange exchange, String topic) {
        if (Topic.parse(topic).isEmpty()) {
            exchange.answer(unknown());
        } else if (exchange.wantsEvents()) {
            allowed(exchange, HttpResponseStatus.NOT_FOUND, () -> watch(exchange, topic), peer -> {
                done(peer);
                watch(exchange, topic);
            });
        } else {
            read(
                    exchange,
                    Bodies::arguments,
                    arguments -> asWhom(
                            exchange, HttpResponseStatus.NOT_FOUND, peer -> call(exchange, peer, topic, arguments)));
        }
    }

    /** What a body says. */
    @FunctionalInterface
    private interface Reading {
        Payload read(byte[] body, int maxNesting) throws ProtocolException;
    }

    private void read(Exchange exchange, Reading reading, Consumer<Payload> then) {
        exchange.read(() -> {
            try {
                Payload payload = reading.read(exchange.body(), room.options().maxNesting());
                return () -> then.accept(payload);
            } catch (ProtocolException e) {
                Answer objection = Answer.text(HttpResponseStatus.BAD_REQUEST, String.valueOf(e.getMessage()));
                return () -> exchange.answer(objection);
            }
        });
    }

    private void call(Exchange exchange, HttpPeer peer, String topic, Payload arguments) {
        peer.call(
                id -> new Message.Rpc(id, topic, null, arguments),
                json -> {
                    done(peer);
                    exchange.answer(Answer.json(json));
                },
                refused -> {
                    done(peer);
                    exchange.answer(refusal(refused));
                });
    }

    private static Answer refusal(Message.Response response) {
        return Answer.text(HttpResponseStatus.FORBIDDEN, Bodies.text(response.data()));
    }

    /** Who watches is a peer of its own, which lasts as long as the connection. */
    private void watch(Exchange exchange, String topic) {
        Watcher watching = new Watcher(exchange, this::onHeld, room.options().pingInterval());
        watcher = watching;
        watching.open(room.acceptor());
        watching.watch(topic);
    }

    private void post(Exchange exchange, Path path) {
        if (path.isRoot()) {
            asWhom(
                    exchange,
                    HttpResponseStatus.FORBIDDEN,
                    peer -> new JsonRpc(exchange, peer, room, () -> done(peer)).run());
        } else if (TABLE_COMMANDS.contains(path.first())) {
            setTable(exchange, path);
        } else if (ADMIN_COMMANDS.contains(path.first())) {
            exchange.answer(Answer.text(HttpResponseStatus.FORBIDDEN, "Topics cannot be made private yet."));
        } else if (Topic.parse(path.topic()).filter(topic -> !topic.isPattern()).isEmpty()) {
            exchange.answer(Answer.text(HttpResponseStatus.NOT_FOUND, "This is no topic to publish to."));
        } else {
            publish(exchange, path.topic());
        }
    }

    private void publish(Exchange exchange, String topic) {
        read(
                exchange,
                Bodies::data,
                data -> asWhom(exchange, HttpResponseStatus.FORBIDDEN, peer -> {
                    peer.tell(Message.Publish.of(topic, data));
                    done(peer);
                    exchange.answer(Answer.nothing(HttpResponseStatus.OK));
                }));
    }

    private void setTable(Exchange exchange, Path path) {
        if (path.levels().size() < MIN_TABLE_LEVELS) {
            exchange.answer(Answer.text(
                    HttpResponseStatus.NOT_FOUND,
                    "POST /" + path.first() + "/TOPIC/NAME is for the component NAME: one of the two is missing."));
            return;
        }
        if (!Bodies.isNothing(exchange.body())) {
            exchange.answer(Answer.text(
                    HttpResponseStatus.BAD_REQUEST, "POST /" + path.first() + "/TOPIC/NAME takes no body."));
            return;
        }
        if (exchange.headers().contains(HttpHeaderNames.AUTHORIZATION)) {
            exchange.answer(Answer.text(
                    HttpResponseStatus.FORBIDDEN, "Names are not proven yet: leave the Authorization header out."));
            return;
        }
        become(
                exchange,
                path.last(),
                peer -> peer.ask(
                        id -> new Message.Admin(id, path.inner(), Payload.of(Map.of("cmd", path.first()))),
                        response -> {
                            done(peer);
                            exchange.answer(
                                    response.status() == Status.SUCCESS
                                            ? Answer.nothing(HttpResponseStatus.OK)
                                            : refusal(response));
                        }));
    }

    // -- as whom --

    /** @param whenBad what a request is answered with whose credentials are no good */
    private void asWhom(Exchange exchange, HttpResponseStatus whenBad, Consumer<HttpPeer> task) {
        allowed(exchange, whenBad, () -> task.accept(nobody()), task);
    }

    private void allowed(
            Exchange exchange, HttpResponseStatus whenBad, Runnable asNobody, Consumer<HttpPeer> asSomebody) {
        Optional<Credentials> credentials = Credentials.in(exchange.headers());
        if (credentials.isEmpty()) {
            exchange.answer(Answer.text(whenBad, "The Authorization header cannot be read."));
        } else if (!credentials.get().secret().isEmpty()) {
            exchange.answer(Answer.text(whenBad, "Secrets are not available yet: send the name alone."));
        } else if (credentials.get().isNamed()) {
            become(exchange, credentials.get().name(), asSomebody);
        } else {
            asNobody.run();
        }
    }

    private HttpPeer nobody() {
        HttpPeer peer = nobody;
        if (peer == null || peer.isClosed()) {
            peer = new HttpPeer(connection, this::onHeld);
            peer.open(room.acceptor());
            nobody = peer;
        }
        return peer;
    }

    /** A name that is connected is refused by the router, and taken away again when its component comes. */
    private void become(Exchange exchange, String name, Consumer<HttpPeer> task) {
        HttpPeer peer = new HttpPeer(connection, this::onHeld);
        somebody = peer;
        peer.open(room.acceptor());
        peer.ask(id -> new Message.Identity(id, name, Payload.of(Map.of())), response -> {
            if (response.status() == Status.SUCCESS) {
                task.accept(peer);
            } else {
                done(peer);
                exchange.answer(refusal(response));
            }
        });
    }

    /** A peer with a name is there for one request only. */
    private void done(HttpPeer peer) {
        if (peer == somebody) {
            somebody = null;
            peer.end();
        }
    }

    /** The connection is closed. */
    void onGone() {
        end(nobody);
        end(somebody);
        end(watcher);
    }

    private static void end(@Nullable HttpPeer peer) {
        if (peer != null) {
            peer.end();
        }
    }
}
