package org.rembus.broker.transport.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.SlowChannel;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.BufferBudget;

/** One connection of a peer that reads, or does not. */
final class HttpConnectionTest {
    private static final byte[] HEAD = "HTTP/1.1 200 OK\r\n\r\n".getBytes(US_ASCII);
    private static final int LONG_BYTES = 1 << 20;
    private static final byte[] BODY = new byte[100_000];

    private final SlowChannel channel = new SlowChannel();
    private final Progress progress = new Progress();
    private final HttpConnection connection = connection(1 << 20);

    private HttpConnection connection(int budgetBytes) {
        TransportLoop loop = new TransportLoop(
                channel.eventLoop(), new BufferBudget(budgetBytes), new Admission(1, 1), System::nanoTime);
        return new HttpConnection(channel, loop, ConnectionOptions.DEFAULT, progress);
    }

    private static final class Progress implements Answering {
        private int answered;
        private int endless;
        private int last;

        @Override
        public void onAnswered() {
            answered++;
        }

        @Override
        public void onEndless() {
            endless++;
        }

        @Override
        public void onLast() {
            last++;
        }
    }

    private byte[] written() {
        channel.runPendingTasks();
        return channel.writtenBytes();
    }

    @AfterEach
    void close() {
        channel.close();
        connection.onInactive();
    }

    @Test
    void endsWhenTheAnswerIsWritten_itLeavesWhileThePeerReads() {
        channel.stick();
        connection.answer(HEAD, BODY, true);
        channel.runPendingTasks();
        connection.leave();
        assertThat(channel.isOpen()).isTrue();
        assertThat(connection.isOpen()).as("takes no more answers").isFalse();
        channel.loosen();
        assertThat(written().length).isEqualTo(HEAD.length + BODY.length);
    }

    @Test
    void endsAtOnce_itLeavesWithNothingToSend() {
        connection.answer(HEAD, BODY, true);
        assertThat(written().length).isEqualTo(HEAD.length + BODY.length);
        connection.leave();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void leavesTheEndAlone_itHasBegun() {
        connection.answer(HEAD, BODY, false);
        assertThat(progress.last).as("the answer is not written yet").isZero();
        assertThat(written().length).isEqualTo(HEAD.length + BODY.length);
        connection.leave();
        assertThat(progress.last)
                .as("what the peer sends is of no use but for its end")
                .isPositive();
        assertThat(channel.isOpen()).as("the peer shall hang up").isTrue();
    }

    @Test
    void endsWithTheAnswerUnderWay_itLeaves() {
        connection.endWithNextAnswer();
        connection.answer(HEAD, BODY, true);
        assertThat(progress.answered).isZero();
        assertThat(connection.isOpen()).isFalse();
        assertThat(written().length).isEqualTo(HEAD.length + BODY.length);
    }

    @Test
    void beginsAnswerWithoutEnd_thereIsRoom() {
        assertThat(connection.begin(HEAD)).isTrue();
        assertThat(progress.endless).isOne();
        assertThat(written()).isEqualTo(HEAD);
    }

    @Test
    void answers503AndEnds_noRoomToBegin() {
        HttpConnection poor = connection(1);
        assertThat(poor.begin(HEAD)).isFalse();
        assertThat(progress.endless).isZero();
        assertThat(written()).asString(US_ASCII).startsWith("HTTP/1.1 503 ").contains("Connection: close");
        assertThat(poor.isOpen()).isFalse();
        poor.onInactive();
    }

    @Test
    void readsOnAnotherThread_longBody() {
        assertThat(whereItIsRead(LONG_BYTES)).startsWith("rembus-aside");
    }

    @Test
    void readsOnTheLoop_shortBody() {
        assertThat(whereItIsRead(100)).startsWith("rembus-loop");
    }

    /** The name of the thread; what is to be done then is done on the loop. */
    private String whereItIsRead(int bytes) {
        BufferBudget budget = new BufferBudget(4L * LONG_BYTES);
        try (TransportLoop loop = TransportLoop.start(budget, new Admission(1, 1), System::nanoTime)) {
            HttpConnection other = new HttpConnection(channel, loop, ConnectionOptions.DEFAULT, progress);
            CompletableFuture<String> reader = new CompletableFuture<>();
            CompletableFuture<Boolean> restOnLoop = new CompletableFuture<>();
            loop.eventLoop()
                    .execute(() -> other.read(bytes, () -> {
                        reader.complete(Thread.currentThread().getName());
                        return () -> restOnLoop.complete(loop.isCurrent());
                    }));
            assertThat(restOnLoop.join()).isTrue();
            assertThat(budget.used()).isZero();
            return reader.join();
        }
    }
}
