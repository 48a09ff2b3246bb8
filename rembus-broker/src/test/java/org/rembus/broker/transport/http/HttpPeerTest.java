package org.rembus.broker.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.FloodLog;
import org.rembus.broker.transport.RecordingAcceptor;
import org.rembus.broker.transport.SlowChannel;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** What the router answers one request, on its way to be JSON. */
final class HttpPeerTest {
    private static final Answering NOBODY = new Answering() {
        @Override
        public void onAnswered() {}

        @Override
        public void onEndless() {}

        @Override
        public void onLast() {}
    };

    private final SlowChannel channel = new SlowChannel();
    private final BufferBudget budget = new BufferBudget(1 << 20);
    private final TransportLoop loop =
            new TransportLoop(channel.eventLoop(), budget, new Admission(1, 1), System::nanoTime);
    private final HttpConnection connection = new HttpConnection(channel, loop, ConnectionOptions.DEFAULT, NOBODY);
    private final RecordingAcceptor router = new RecordingAcceptor();
    private final List<Boolean> held = new ArrayList<>();
    private final HttpPeer peer = new HttpPeer(connection, held::add);
    private final List<String> results = new ArrayList<>();
    private final List<Message.Response> errors = new ArrayList<>();

    HttpPeerTest() {
        peer.open(router);
    }

    @AfterEach
    void close() {
        peer.end();
        channel.close();
        connection.onInactive();
    }

    private void call() {
        peer.call(
                id -> new Message.Rpc(id, "service", null, Payload.NO_ARGUMENTS),
                json -> results.add(new String(json, UTF_8)),
                errors::add);
    }

    private void answer(int call, Payload result) {
        Message.Rpc asked = (Message.Rpc) router.session().messages.get(call);
        peer.send(new Message.Response(asked.id(), Status.SUCCESS, result));
    }

    @Test
    void countsAnAnswer_untilItIsJson() {
        call();
        Payload result = Payload.of("x".repeat(10_000));
        answer(0, result);
        assertThat(budget.used()).isEqualTo(result.length());

        channel.runPendingTasks();
        assertThat(results).containsExactly("\"" + "x".repeat(10_000) + "\"");
        assertThat(budget.used()).isZero();
    }

    @Test
    void refusesALongAnswer_othersHaveTheMemory() {
        call();
        call();
        budget.takeAnyway(700_000);
        answer(0, Payload.of("x".repeat(100_000)));
        answer(1, Payload.of("short"));
        channel.runPendingTasks();

        assertThat(errors).singleElement().satisfies(error -> {
            assertThat(error.status()).isEqualTo(Status.ERROR);
            assertThat(error.data().value()).asString().contains("no memory for the answer");
        });
        assertThat(results).containsExactly("\"short\"");
        assertThat(budget.used()).isEqualTo(700_000);
        budget.giveBack(700_000);
    }

    @Test
    void keepsCountingALongAnswer_whileItIsTranslatedAside() {
        call();
        Payload result = Payload.of("x".repeat(200_000));
        answer(0, result);
        channel.runPendingTasks();
        await().until(() -> {
            channel.runPendingTasks();
            return !results.isEmpty();
        });
        assertThat(results.getFirst()).hasSize(200_002);
        assertThat(budget.used()).isZero();
    }

    @Test
    void givesMemoryBackAndCountsTheFault_resultIsNotTaken() {
        peer.call(
                id -> new Message.Rpc(id, "service", null, Payload.NO_ARGUMENTS),
                json -> {
                    throw new IllegalStateException("on purpose");
                },
                errors::add);
        answer(0, Payload.of("x"));
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS)) {
            channel.runPendingTasks();
            assertThat(log.errors()).hasSize(1);
        }

        assertThat(errors).hasSize(1);
        assertThat(budget.used()).isZero();
        assertThat(channel.isOpen()).isFalse();
        assertThat(loop.traffic().get(Traffic.Count.CLOSED_FAILURE)).isEqualTo(1);
    }

    @Test
    void tellsToReadOnOnce_itIsHeldAndEnds() {
        peer.pauseReading();
        peer.pauseReading();
        assertThat(held).containsExactly(true);
        peer.end();
        assertThat(held).containsExactly(true, false);
    }

    @Test
    void saysNothing_itEndsAndWasNotHeld() {
        peer.end();
        assertThat(held).isEmpty();
    }
}
