package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.junit.jupiter.api.Test;

final class WorkersTest {
    private final List<Runnable> kept = new ArrayList<>();
    private final List<String> ran = new ArrayList<>();

    private static void fail() {
        throw new OutOfMemoryError("as this test has it");
    }

    @Test
    void executorThatThrows_refusesTheTask_andDoesNotRunItLater() {
        Executor workers = new Workers(task -> {
            kept.add(task);
            fail();
        });
        assertThatExceptionOfType(RejectedExecutionException.class)
                .isThrownBy(() -> workers.execute(() -> ran.add("task")))
                .withCauseInstanceOf(OutOfMemoryError.class);
        kept.getFirst().run();
        assertThat(ran).isEmpty();
    }

    @Test
    void taskThatThrows_runAtOnce_isNotRefused() {
        Executor workers = new Workers(Runnable::run);
        assertThatExceptionOfType(OutOfMemoryError.class).isThrownBy(() -> workers.execute(WorkersTest::fail));
    }

    @Test
    void taskThatIsTaken_runs() {
        Executor workers = new Workers(kept::add);
        workers.execute(() -> ran.add("task"));
        assertThat(ran).isEmpty();
        kept.getFirst().run();
        assertThat(ran).containsExactly("task");
    }
}
