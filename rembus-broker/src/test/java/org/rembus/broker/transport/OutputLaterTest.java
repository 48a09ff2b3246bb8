package org.rembus.broker.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** An output with texts in it that are still being made. */
final class OutputLaterTest {
    private static final int MAX_BYTES = 1000;
    private static final int BUDGET = 1 << 20;

    private final SlowChannel channel = new SlowChannel();
    private final BufferBudget budget = new BufferBudget(BUDGET);
    private final TransportLoop loop =
            new TransportLoop(channel.eventLoop(), budget, new Admission(1, 1), System::nanoTime);
    private final Output output = new Output(channel, loop, MAX_BYTES, () -> {});
    private final LongText text = new LongText(600, new CompletableFuture<>());
    private final List<Throwable> failures = new ArrayList<>();

    private Output.Room addLater(LongText later) {
        return output.addLater(later, Draw.SPARE, failures::add);
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

        text.frame().complete("text".getBytes(UTF_8));
        assertThat(written()).isEqualTo("text behind");
        assertThat(output.pendingBytes()).isZero();
        assertThat(budget.used()).isZero();
        assertThat(failures).isEmpty();
    }

    @Test
    void isCountedOnce_inSeveralOutputs() {
        Output other = new Output(new SlowChannel(), loop, MAX_BYTES, () -> {});
        addLater(text);
        other.addLater(text, Draw.SPARE, failures::add);
        assertThat(budget.used()).isEqualTo(600);

        channel.stick();
        text.frame().complete(new byte[800]);
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
        LongText made = new LongText(100, CompletableFuture.completedFuture(new byte[100]));
        addLater(made);
        channel.runPendingTasks();
        output.release();
        assertThat(budget.used()).isZero();

        text.frame().complete(new byte[600]);
        assertThat(written()).isEmpty();
        assertThat(budget.used()).isZero();
    }

    @Test
    void isTold_thatItCannotBeMade_andWhatIsBehindItGoesOut() {
        addLater(text);
        add("goodbye");
        RuntimeException failure = new IllegalStateException("no text");
        text.frame().completeExceptionally(failure);
        assertThat(written()).isEqualTo("goodbye");
        assertThat(failures).containsExactly(failure);
        assertThat(budget.used()).isZero();
    }

    @Test
    void isRefused_noRoomOrNoMemory() {
        addLater(text);
        assertThat(addLater(new LongText(600, new CompletableFuture<>()))).isEqualTo(Output.Room.OUTPUT_FULL);
        output.release();

        Output empty = new Output(channel, loop, MAX_BYTES, () -> {});
        LongText tooLong = new LongText(BUDGET, new CompletableFuture<>());
        assertThat(empty.addLater(tooLong, Draw.SPARE, failures::add)).isEqualTo(Output.Room.BUDGET_FULL);
        assertThat(budget.used()).isZero();
    }

    @Test
    void leavesRoomForAnswers_longerThanItWasExpectedToBe() {
        channel.stick();
        addLater(text);
        text.frame().complete(new byte[50 * MAX_BYTES]);
        channel.runPendingTasks();
        assertThat(add("answer")).isEqualTo(Output.Room.TAKEN);
        channel.loosen();
        assertThat(written()).hasSize(50 * MAX_BYTES + "answer".length());
        assertThat(budget.used()).isZero();
    }
}
