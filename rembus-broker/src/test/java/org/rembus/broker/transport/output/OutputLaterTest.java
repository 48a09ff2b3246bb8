package org.rembus.broker.transport.output;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.SlowChannel;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.broker.transport.memory.Draw;
import org.rembus.broker.transport.translation.LongText;
import org.rembus.broker.transport.translation.LongText.Piece;

/** An output with texts in it that are still being made. */
final class OutputLaterTest {
    private static final int MAX_BYTES = 1000;
    private static final int BUDGET = 1 << 20;

    private final SlowChannel channel = new SlowChannel();
    private final BufferBudget budget = new BufferBudget(BUDGET);
    private final TransportLoop loop =
            new TransportLoop(channel.eventLoop(), budget, new Admission(1, 1), System::nanoTime);
    private final Output output = new Output(channel, loop, MAX_BYTES, () -> {});
    private final CompletableFuture<byte[]> json = new CompletableFuture<>();
    private final LongText text = text(600, json);
    private final List<Throwable> failures = new ArrayList<>();
    private final AtomicInteger refusals = new AtomicInteger();

    private static LongText text(int likelyBytes, CompletableFuture<byte[]> json) {
        return new LongText(json, likelyBytes, () -> json, made -> List.of(Piece.of(made)));
    }

    private Output.Room addLater(LongText later) {
        return output.addLater(later, Draw.SPARE, refusals::incrementAndGet, failures::add);
    }

    private Output.Room add(String message) {
        return output.add(message.getBytes(UTF_8), message.length(), new byte[0], Draw.WHOLE);
    }

    private String written() {
        channel.runPendingTasks();
        return new String(channel.writtenBytes(), UTF_8);
    }

    @Test
    void isWrittenInItsPlace_onceItIsMade() {
        add("before ");
        assertThat(addLater(text)).isEqualTo(Output.Room.TAKEN);
        add(" behind");
        assertThat(written()).isEqualTo("before ");
        assertThat(output.pendingBytes()).isEqualTo(600 + " behind".length());

        json.complete("text".getBytes(UTF_8));
        assertThat(written()).isEqualTo("text behind");
        assertThat(output.pendingBytes()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(failures).isEmpty();
    }

    @Test
    void isCountedOnce_inSeveralOutputs() {
        Output other = new Output(new SlowChannel(), loop, MAX_BYTES, () -> {});
        addLater(text);
        other.addLater(text, Draw.SPARE, refusals::incrementAndGet, failures::add);
        assertThat(budget.used()).isEqualTo(600);

        channel.stick();
        json.complete(new byte[800]);
        channel.runPendingTasks();
        other.release();
        assertThat(budget.used()).as("what the socket has not taken").isPositive();
        channel.loosen();
        assertThat(written()).hasSize(800);
        assertThat(budget.used()).isZero();
    }

    @Test
    void isForgotten_connectionEndsBeforeOrAfterItIsMade() {
        addLater(text);
        LongText made = text(100, CompletableFuture.completedFuture(new byte[100]));
        addLater(made);
        channel.runPendingTasks();
        output.release();
        assertThat(budget.used()).isZero();

        json.complete(new byte[600]);
        assertThat(written()).isEmpty();
        assertThat(budget.used()).isZero();
    }

    @Test
    void isTold_thatItCannotBeMade_andWhatIsBehindItGoesOut() {
        addLater(text);
        add("goodbye");
        RuntimeException failure = new IllegalStateException("no text");
        json.completeExceptionally(failure);
        assertThat(written()).isEqualTo("goodbye");
        assertThat(failures).containsExactly(failure);
        assertThat(refusals).hasValue(0);
        assertThat(budget.used()).isZero();
    }

    @Test
    void isRefused_noRoomOrNoMemory() {
        addLater(text);
        assertThat(addLater(text(600, new CompletableFuture<>()))).isEqualTo(Output.Room.OUTPUT_FULL);
        output.release();

        Output empty = new Output(channel, loop, MAX_BYTES, () -> {});
        LongText tooLong = text(BUDGET, new CompletableFuture<>());
        assertThat(empty.addLater(tooLong, Draw.SPARE, refusals::incrementAndGet, failures::add))
                .isEqualTo(Output.Room.BUDGET_FULL);
        assertThat(budget.used()).isZero();
    }

    @Test
    void leavesRoomForAnswers_longerThanItWasExpectedToBe() {
        channel.stick();
        addLater(text);
        json.complete(new byte[50 * MAX_BYTES]);
        channel.runPendingTasks();
        assertThat(add("answer")).isEqualTo(Output.Room.TAKEN);
        channel.loosen();
        assertThat(written()).hasSize(50 * MAX_BYTES + "answer".length());
        assertThat(budget.used()).isZero();
    }

    @Test
    void isTold_thatItsLengthFindsNoRoom() {
        addLater(text);
        json.complete(new byte[BUDGET + 1]);
        assertThat(written()).isEmpty();
        assertThat(refusals).hasValue(1);
        assertThat(failures).isEmpty();
        output.release();
        assertThat(budget.used()).isZero();
    }

    @Test
    void takesMemoryOnce_theSameJsonSeveralTimes() {
        channel.stick();
        byte[] made = "json".repeat(10_000).getBytes(UTF_8);
        LongText twice = new LongText(
                json,
                made.length,
                () -> json,
                piece -> List.of(
                        Piece.of("<".getBytes(UTF_8)),
                        Piece.of(piece),
                        Piece.of(",".getBytes(UTF_8)),
                        new Piece(piece, 4, 8)));
        addLater(twice);
        json.complete(made);
        channel.runPendingTasks();
        assertThat(budget.used()).as("once, and what the socket has been given").isLessThan(3L * made.length);
        channel.loosen();
        assertThat(written()).isEqualTo("<" + "json".repeat(10_000) + ",json");
        assertThat(budget.used()).isZero();
    }
}
