package org.rembus.broker.transport;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.transport.memory.BufferBudget;

/** A fault in one turn is logged and ends there: the loop's other peers get their turns. */
final class TransportLoopTest {
    private final CapturedLog log = CapturedLog.of(FloodLog.PEERS);
    private final TransportLoop loop =
            TransportLoop.start(new BufferBudget(1000), new Admission(1000, 1000), System::nanoTime);

    @AfterEach
    void stop() {
        loop.close();
        log.close();
    }

    @Test
    void beginsAndEndsFurtherTurns_oneFailsToBeginAndToEnd() throws Exception {
        CountDownLatch turns = new CountDownLatch(3);
        AtomicInteger begun = new AtomicInteger();
        loop.turnWith(new Turns() {
            @Override
            public void begin() {
                if (begun.getAndIncrement() == 0) {
                    throw new IllegalStateException("a fault that this test makes, at the beginning");
                }
            }

            @Override
            public void end() {
                turns.countDown();
                if (begun.get() == 1) {
                    throw new OutOfMemoryError("a fault that this test makes, at the end");
                }
            }
        });
        for (int i = 0; i < 3; i++) {
            loop.eventLoop().submit(loop::enterTurn).get(10, TimeUnit.SECONDS);
            loop.eventLoop().submit(() -> {}).get(10, TimeUnit.SECONDS);
        }
        assertThat(turns.await(10, TimeUnit.SECONDS)).isTrue();
        assertThat(begun).hasValue(3);
        assertThat(log.errors()).hasSize(2).allMatch(line -> line.contains("a turn of the loop failed"));
    }

    @Test
    void tellsOfWhatFails_onTheLoop_whetherItIsReadAsideOrHandledThen() throws Exception {
        BlockingQueue<String> told = new LinkedBlockingQueue<>();
        Consumer<Throwable> onFailed = failure -> told.add(failure.getMessage() + ", " + loop.isCurrent());
        loop.readAside(
                100,
                () -> {
                    throw new IllegalStateException("unreadable");
                },
                onFailed);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("unreadable, true");
        loop.readAside(
                100,
                () -> () -> {
                    throw new IllegalStateException("unbearable");
                },
                onFailed);
        assertThat(told.poll(10, TimeUnit.SECONDS)).isEqualTo("unbearable, true");
        assertThat(loop.budget().used()).isZero();
    }
}
