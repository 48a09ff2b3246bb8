package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** Handlers of all kinds, called over a connection. */
@Timeout(30)
@SuppressWarnings("UnusedMethod") // annotated methods are called by reflection
final class ServingTest {
    @AutoClose
    private final ScriptedBroker broker = ScriptedBroker.start();

    @AutoClose
    private final Component component = Rembus.component(broker.url() + "/server");

    private final ScriptedPeer peer = broker.awaitPeer();
    private long nextId = 1;

    record Point(int x, int y) {}

    @Test
    void lambdasAreCalled_ofEveryArity_withTheirTypes() {
        component.expose("f0", () -> 0);
        component.expose("f1", int.class, a -> a + 1);
        component.expose("f2", String.class, Integer.class, (a, b) -> a.repeat(b));
        component.expose("f3", Point.class, int[].class, List.class, (a, b, c) -> a.x() + b.length + c.size());
        component.expose("f4", int.class, int.class, int.class, int.class, (a, b, c, d) -> a + b + c + d);
        component.expose(
                "f5", int.class, int.class, int.class, int.class, int.class, (a, b, c, d, e) -> a + b + c + d + e);
        component.expose(
                "f6",
                int.class,
                int.class,
                int.class,
                int.class,
                int.class,
                int.class,
                (a, b, c, d, e, f) -> a + b + c + d + e + f);

        assertThat(call("f0")).isEqualTo(0L);
        assertThat(call("f1", 1L)).isEqualTo(2L);
        assertThat(call("f2", "ab", 2L)).isEqualTo("abab");
        assertThat(call("f3", Map.of("x", 1L, "y", 2L), List.of(1L, 2L), List.of()))
                .isEqualTo(3L);
        assertThat(call("f4", 1L, 1L, 1L, 1L)).isEqualTo(4L);
        assertThat(call("f5", 1L, 1L, 1L, 1L, 1L)).isEqualTo(5L);
        assertThat(call("f6", 1L, 1L, 1L, 1L, 1L, 1L)).isEqualTo(6L);
    }

    @Test
    void callIsAnswered41_wrongNumberOrTypeOfArguments_withAText() {
        component.expose("add", Integer.class, Integer.class, Integer::sum);

        assertThat(error("add", 1L)).isEqualTo(Status.WRONG_ARGUMENTS + " add: 2 arguments expected, 1 given");
        assertThat(error("add", 1L, 1.5))
                .isEqualTo(Status.WRONG_ARGUMENTS + " add: argument 2 of 2: 1.5 does not fit int");
        assertThat(error("add", "x", 1L))
                .isEqualTo(Status.WRONG_ARGUMENTS + " add: argument 1 of 2: the text \"x\" is not int");
    }

    @Test
    void callIsAnswered41_rawHandlerAsksForWhatIsNotThere_withAText() {
        component.expose("raw", request -> request.argument(1, String.class));

        assertThat(error("raw", "only one")).isEqualTo(Status.WRONG_ARGUMENTS + " raw: argument 2 is missing, 1 given");
        assertThat(call("raw", "a", "b")).isEqualTo("b");
    }

    @Test
    void callIsAnswered40_conversionInsideTheHandlerFails_becauseItIsNotTheCallersFault() {
        broker.script(
                Message.Rpc.class,
                (from, rpc) -> from.send(new Message.Response(rpc.id(), Status.SUCCESS, Payload.of("text"))));
        component.expose("outer", () -> component.rpc("inner").as(int.class));

        assertThat(error("outer"))
                .startsWith(Status.METHOD_EXCEPTION + " inner: the result: the text \"text\" is not int");
    }

    @Test
    void handlerMayCall_whileItIsCalled_withoutDeadlock() {
        broker.script(
                Message.Rpc.class,
                (from, rpc) -> from.send(
                        new Message.Response(rpc.id(), Status.SUCCESS, Payload.of(List.of(1L, new byte[] {2})))));
        component.expose("outer", () -> component.rpc("inner"));

        assertThat(send("outer").data()).isEqualTo(Payload.of(List.of(1L, new byte[] {2})));
    }

    @Test
    void callIsAnsweredLater_handlerReturnsAFuture_withItsValue() {
        component.expose("later", Integer.class, n -> CompletableFuture.supplyAsync(() -> n * 2));

        assertThat(call("later", 21L)).isEqualTo(42L);
    }

    @Test
    void callIsAnswered41_argumentIsBadInAFuture_too() {
        component.expose("later", request -> CompletableFuture.supplyAsync(() -> request.argument(0, Integer.class)));

        assertThat(error("later", "x")).startsWith(Status.WRONG_ARGUMENTS.toString());
    }

    @Test
    void builtInServicesAnswer_calledDirectly_withoutBeingExposed() {
        assertThat(call("rid")).isEqualTo("server");
        assertThat((String) call("uptime")).matches("up for \\d+ seconds");
        assertThat(call("version")).isInstanceOf(String.class);
        assertThat(error("nosuch")).isEqualTo(Status.METHOD_NOT_FOUND + " nosuch: method unknown");
        assertThat(peer.received(Message.Admin.class)).isEmpty();
    }

    @Test
    void argumentsAreFound_whateverDataTheCallerSends_asTheProtocolSays() {
        component.expose("echo", request -> request.arguments());

        assertThat(answer("echo", Payload.of(5L)).data().value()).isEqualTo(List.of(5L));
        assertThat(answer("echo", Payload.NULL).data().value()).isEqualTo(List.of());
        assertThat(answer("echo", Payload.of(Map.of("a", 1L))).data().value()).isEqualTo(List.of(Map.of("a", 1L)));
        assertThat(answer("echo", Payload.of(new byte[] {1, -1})).data().value())
                .isEqualTo(List.of(1L, 255L));
    }

    @Test
    void deliveryIsAskedForAgain_itWasRefused_byTheNextSubscribe() {
        broker.script(
                Message.Admin.class,
                (at, admin) -> at.send(
                        admin.topic().equals("__config__")
                                ? Message.Response.error(admin.id(), Status.ERROR, "not now")
                                : Message.Response.success(admin.id())));
        assertThatThrownBy(() -> component.subscribe("a", message -> {})).hasMessage("not now");
        broker.script(Message.Admin.class, (at, admin) -> at.send(Message.Response.success(admin.id())));

        component.subscribe("b", message -> {});
        component.subscribe("c", message -> {});

        assertThat(peer.received(Message.Admin.class))
                .extracting(Message.Admin::topic)
                .containsExactly("a", "__config__", "b", "__config__", "c");
    }

    @Test
    void lastCommandCounts_severalOnOneTopicUnderWay_inOrder() throws Exception {
        BlockingQueue<String> seen = new LinkedBlockingQueue<>();
        component.async().subscribe("t", message -> seen.add("first"));
        component.async().unsubscribe("t");
        component.subscribe("t", message -> seen.add("last"));

        peer.send(Message.Publish.of("t", Payload.NO_ARGUMENTS));

        assertThat(seen.poll(10, TimeUnit.SECONDS)).isEqualTo("last");
    }

    static class Base {
        final BlockingQueue<Object> seen = new LinkedBlockingQueue<>();

        @Subscribe("inherited/*")
        private void inherited(Received message, int value) {
            seen.add(message.topic() + value);
        }
    }

    static final class Thermostat extends Base {
        @Expose
        int add(int a, int b) {
            return a + b;
        }

        @Expose("sum")
        long sumOf(List<Long> numbers) {
            return numbers.stream().mapToLong(Long::longValue).sum();
        }

        @Expose
        void nothing(Map<String, Point> points) {
            seen.add(points);
        }

        @Expose
        CompletionStage<String> later(String text) {
            return CompletableFuture.supplyAsync(() -> text + "!");
        }

        @Expose
        String raw(Request request) {
            return request.topic() + request.arguments().size();
        }

        @Expose
        String failing() throws Exception {
            throw new Exception("on purpose");
        }

        @Subscribe(value = "temperature", from = "10m")
        void onTemperature(double celsius, @Nullable String unit) {
            seen.add(celsius + " " + unit);
        }

        @Subscribe
        void any(Received message) {
            seen.add(message);
        }
    }

    @Test
    void annotatedMethodsServe_objectGiven_exposedAndSubscribedThenReactive() throws Exception {
        Thermostat thermostat = new Thermostat();
        component.serve(thermostat);

        List<Object> commands = peer.received(Message.Admin.class).stream()
                .map(admin -> (Object) (admin.topic() + " " + admin.data().value()))
                .toList();
        assertThat(commands)
                .contains(
                        "add {cmd=expose}",
                        "sum {cmd=expose}",
                        "temperature {cmd=subscribe, msg_from=600000000000}",
                        "inherited/* {cmd=subscribe, msg_from=0}",
                        "any {cmd=subscribe, msg_from=0}")
                .hasSize(10);
        assertThat(commands.getLast()).isEqualTo("__config__ {cmd=reactive, status=true}");

        assertThat(call("add", 1L, 2L)).isEqualTo(3L);
        assertThat(call("sum", List.of(1L, 2L))).isEqualTo(3L);
        assertThat(call("later", "soon")).isEqualTo("soon!");
        assertThat(call("raw", 1L, 2L)).isEqualTo("raw2");
        assertThat(error("failing")).isEqualTo(Status.METHOD_EXCEPTION + " on purpose");
        assertThat(call("nothing", Map.of("p", Map.of("x", 1L, "y", 2L)))).isNull();
        assertThat(thermostat.seen.poll(5, TimeUnit.SECONDS)).isEqualTo(Map.of("p", new Point(1, 2)));

        peer.send(Message.Publish.of("temperature", Payload.of(Arrays.asList(21L, null))));
        assertThat(thermostat.seen.poll(5, TimeUnit.SECONDS)).isEqualTo("21.0 null");
        peer.send(Message.Publish.of("inherited/*", Payload.of(List.of("inherited/x", 5L))));
        assertThat(thermostat.seen.poll(5, TimeUnit.SECONDS)).isEqualTo("inherited/x5");
    }

    @Test
    void namedArgumentsFindTheirParameters_annotatedMethod_inAnyOrder() {
        component.serve(new Object() {
            @Expose
            String div(int dividend, int divisor) {
                return dividend / divisor + "";
            }
        });

        assertThat(answer("div", Payload.of(Map.of("divisor", 2L, "dividend", 6L)))
                        .data()
                        .value())
                .isEqualTo("3");
        assertThat(answer("div", Payload.of(Map.of("divisor", 2L))).status()).isEqualTo(Status.WRONG_ARGUMENTS);
    }

    @Test
    void servingIsRefused_nothingAnnotatedOrTwice_beforeAnythingIsSent() {
        assertThatThrownBy(() -> component.serve("text")).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> component.serve(new Object() {
                    @Subscribe("t")
                    String received(double value, Received message) {
                        return message.topic() + value;
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Received must be the first parameter");
        assertThatThrownBy(() -> component.serve(new Object() {
                    @Expose
                    String called(Request request, int value) {
                        return request.topic() + value;
                    }
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("Request must be the only parameter");
        assertThatThrownBy(() -> component.serve(new Object() {
                    @Expose("same")
                    void one() {}

                    @Expose("same")
                    void two() {}
                }))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("@Expose same");
        assertThat(peer.received()).hasSize(1);
    }

    @Test
    void messageIsAcknowledged_lambdaReturned_afterIt() throws Exception {
        BlockingQueue<Received> seen = new LinkedBlockingQueue<>();
        CompletableFuture<Void> release = new CompletableFuture<>();
        component.subscribe("t", message -> {
            seen.add(message);
            release.join();
        });
        MessageId id = MessageId.ofHex("07000000aabbccdd");
        peer.send(new Message.Publish(PublishFlags.QOS1_SLOT, id, "t", Payload.of(List.of("x"))));

        Received message = seen.poll(5, TimeUnit.SECONDS);
        assertThat(message.qos()).isEqualTo(QoS.AT_LEAST_ONCE);
        assertThat(message.slot()).hasValue(7);
        assertThat(peer.received(Message.Ack.class)).isEmpty();
        release.complete(null);

        assertThat(peer.next(Message.Ack.class).id()).isEqualTo(id);
    }

    @Test
    void blockingCallThrows_nonBlockingHandler_insteadOfStoppingTheLoop() throws Exception {
        BlockingQueue<Object> seen = new LinkedBlockingQueue<>();
        component.subscribe(Subscription.to("t").execution(Execution.NON_BLOCKING), message -> {
            try {
                component.rpc("svc");
            } catch (IllegalStateException refused) {
                seen.add(Thread.currentThread().getName() + ": " + refused.getMessage());
            }
        });
        peer.send(Message.Publish.of("t", Payload.NO_ARGUMENTS));

        assertThat((String) seen.poll(5, TimeUnit.SECONDS))
                .startsWith("rembus-io")
                .contains("async()");
    }

    private @Nullable Object call(String topic, Object... arguments) {
        Message.Response response = send(topic, arguments);
        assertThat(response.status()).as(topic + " " + response.data().value()).isEqualTo(Status.SUCCESS);
        return response.data().value();
    }

    private String error(String topic, Object... arguments) {
        Message.Response response = send(topic, arguments);
        return response.status() + " " + response.data().value();
    }

    private Message.Response send(String topic, Object... arguments) {
        return answer(topic, Payload.of(Arrays.asList(arguments)));
    }

    private Message.Response answer(String topic, Payload data) {
        MessageId id = MessageId.of(nextId++, 8);
        peer.send(new Message.Rpc(id, topic, null, data));
        Message.Response response = peer.next(Message.Response.class);
        assertThat(response.id()).isEqualTo(id);
        return response;
    }
}
