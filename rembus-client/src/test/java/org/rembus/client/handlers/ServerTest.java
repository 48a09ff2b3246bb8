package org.rembus.client.handlers;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;
import org.rembus.client.tasks.BadArgumentsException;
import org.rembus.client.tasks.RequestTask;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

final class ServerTest {
    private static final MessageId ID = MessageId.ofHex("00112233445566778899aabbccddeeff");

    private final HandlerHarness harness = new HandlerHarness();

    @Test
    void callIsAnswered_result_underItsIdAndOnItsConnection() {
        call(server(256, call -> Map.of("a", 1)));

        assertThat(harness.answers)
                .containsExactly(new Message.Response(ID, Status.SUCCESS, Payload.of(Map.of("a", 1L))));
        assertThat(harness.answeredOn).containsExactly(7);
    }

    @Test
    void callIsAnswered_nullResult_withNull() {
        call(server(256, call -> null));

        assertThat(harness.answers).containsExactly(Message.Response.success(ID));
    }

    @Test
    void callIsAnswered40_exception_withItsTextOrItsName() {
        call(server(256, call -> {
            throw new IOException("disk full");
        }));
        call(server(256, call -> {
            throw new NullPointerException();
        }));
        call(server(256, call -> {
            throw new StackOverflowError();
        }));

        assertThat(harness.answers)
                .containsExactly(
                        Message.Response.error(ID, Status.METHOD_EXCEPTION, "disk full"),
                        Message.Response.error(ID, Status.METHOD_EXCEPTION, "java.lang.NullPointerException"),
                        Message.Response.error(ID, Status.METHOD_EXCEPTION, "java.lang.StackOverflowError"));
        assertThat(harness.reports).hasSize(3);
    }

    @Test
    void callIsAnswered41_badArguments_andNobodyElseIsTold() {
        call(server(256, call -> {
            throw new BadArgumentsException("svc: 2 arguments expected, 1 given", new IOException());
        }));

        assertThat(harness.answers)
                .containsExactly(
                        Message.Response.error(ID, Status.WRONG_ARGUMENTS, "svc: 2 arguments expected, 1 given"));
        assertThat(harness.reports).isEmpty();
    }

    @Test
    void callIsAnswered40_resultHasNoForm_sayingSo() {
        call(server(256, call -> new Object()));

        assertThat(harness.answers.getFirst().status()).isEqualTo(Status.METHOD_EXCEPTION);
        assertThat((String) harness.answers.getFirst().data().value()).contains("java.lang.Object");
        assertThat(harness.reports).hasSize(1);
    }

    @Test
    void callIsAnswered40_exceptionWithALongText_cutOff() {
        call(server(256, call -> {
            throw new IllegalStateException("x".repeat(1 << 20));
        }));

        assertThat((String) harness.answers.getFirst().data().value())
                .hasSize(10_001)
                .endsWith("x…");
    }

    @Test
    void callIsAnsweredLater_stage_whenItCompletes() {
        CompletableFuture<Object> first = new CompletableFuture<>();
        CompletableFuture<Object> second = new CompletableFuture<>();
        call(server(256, call -> first));
        call(server(256, call -> second));
        assertThat(harness.answers).isEmpty();

        second.completeExceptionally(new IllegalStateException("late trouble"));
        first.complete(3);

        assertThat(harness.answers)
                .containsExactly(
                        Message.Response.error(ID, Status.METHOD_EXCEPTION, "late trouble"),
                        new Message.Response(ID, Status.SUCCESS, Payload.of(3L)));
    }

    @Test
    void callIsAnsweredBusy_asManyAtWorkAsAllowed_untilOneEnds() {
        CompletableFuture<Object> work = new CompletableFuture<>();
        Server server = server(2, call -> work);
        call(server);
        call(server);
        call(server);
        assertThat(harness.answers).containsExactly(Message.Response.error(ID, Status.ERROR, "svc: busy"));

        work.complete(null);
        call(server);

        assertThat(harness.answers.stream().filter(Message.Response.success(ID)::equals))
                .hasSize(3);
    }

    @Test
    void callIsAnswered40_executorShutDown_insteadOfNever() {
        harness.isShutDown = true;
        call(server(256, call -> null));

        assertThat(harness.answers).containsExactly(Message.Response.error(ID, Status.METHOD_EXCEPTION, "shut down"));
        assertThat(harness.activity.whenQuiet()).isCompleted();
    }

    private Server server(int maxConcurrent, RequestTask task) {
        return new Server("svc", new Server.Settings(maxConcurrent, false), task, harness.around);
    }

    private void call(Server server) {
        server.onRequest(new Message.Rpc(ID, "svc", null, Payload.NO_ARGUMENTS), 7);
        harness.runTasks();
    }
}
