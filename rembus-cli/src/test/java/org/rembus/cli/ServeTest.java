package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.rembus.cli.Awaiting.soon;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rembus.broker.Broker;
import org.rembus.client.Component;
import org.rembus.client.Rembus;
import org.rembus.client.Result;

/** {@code serve}, and {@code rpc} as its caller. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class ServeTest {
    @AutoClose
    private final Broker broker = TestBroker.start();

    private final String url = TestBroker.url(broker);

    private CommandRun serve(List<String> options, String... command) {
        List<String> words = new ArrayList<>(List.of("serve", "job", "--url", url));
        words.addAll(options);
        words.add("--");
        words.addAll(List.of(command));
        return CommandRun.start(words.toArray(String[]::new)).awaitErr("serving job");
    }

    private CommandRun call(String... words) {
        List<String> all = new ArrayList<>(List.of("rpc", "--url", url));
        all.addAll(List.of(words));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private String result(String... words) {
        CommandRun run = call(words);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.err()).isEmpty();
        return run.out();
    }

    private String failure(String... words) {
        CommandRun run = call(words);
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out()).isEmpty();
        assertThat(run.err()).hasLineCount(1);
        return run.err();
    }

    @Test
    void arguments_areALineOfJson_andWhatIsPrintedIsTheResult() {
        try (CommandRun serve = serve(List.of(), "cat")) {
            assertThat(result("job", "1", "é€", "{\"a\":[null,1.5]}")).isEqualTo("[1,\"é€\",{\"a\":[null,1.5]}]\n");
            assertThat(result("job")).isEqualTo("[]\n");
            assertThat(serve.err()).isEqualTo("rembus: serving job\n");
        }
    }

    @Test
    void named_component_isServedAsTarget() {
        try (CommandRun serve = serve(List.of("--name", "worker"), "cat")) {
            assertThat(result("job", "7", "--target", "worker")).isEqualTo("[7]\n");
            assertThat(result("rid", "--target", "worker")).isEqualTo("\"worker\"\n");
            assertThat(failure("job", "--target", "nobody")).contains("(status 45)");
            assertThat(serve.out()).isEmpty();
        }
    }

    @Test
    void large_argumentsAndResults_pass() {
        try (CommandRun serve = serve(List.of(), "sh", "-c", "sleep 0; cat");
                Component caller = Rembus.component(url)) {
            String text = "x".repeat(3_000_000);
            assertThat(caller.rpc("job", text).value()).isEqualTo(List.of(text));
            assertThat(serve.out()).isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "echo oops >&2; exit 3              | oops",
                "exit 3                             | sh exited with status 3",
                "echo 1; kill -9 $$                 | sh exited with status 137",
                "echo 'a b'                         | what sh printed is not JSON",
                "echo 1 2                           | what sh printed is not JSON",
                "seq 100000 >&2; exit 1             | 99999\\n100000"
            })
    void program_thatFails_isAnsweredWithItsText(String script, String text) {
        try (CommandRun serve = serve(List.of(), "sh", "-c", script)) {
            CommandRun run = call("job");
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).startsWith("rembus: job: ").contains(text.replace("\\n", "\n"), "(status 40)");
            assertThat(run.err().length()).isLessThan(10_000);
            assertThat(serve.out()).isEmpty();
        }
    }

    @Test
    void program_thatIsNotThere_isNamed_beforeAnythingIsServed() {
        for (String program : List.of("/nonexistent/program", "no-such-program", "/tmp")) {
            CommandRun serve = CommandRun.of("serve", "job", "--url", url, "--", program);
            assertThat(serve.status()).isEqualTo(1);
            assertThat(serve.err()).isEqualTo("rembus: " + program + " is no program that can be run\n");
        }
    }

    @Test
    void output_ofNothingIsNull_andTextWhenAskedFor() {
        try (CommandRun nothing = serve(List.of(), "true")) {
            assertThat(result("job")).isEqualTo("null\n");
            assertThat(nothing.out()).isEmpty();
        }
        try (CommandRun text = serve(List.of("--text"), "printf", "a \"b\"\n\n")) {
            assertThat(result("job")).isEqualTo("\"a \\\"b\\\"\\n\"\n");
            assertThat(text.out()).isEmpty();
        }
    }

    @Test
    void program_thatTakesTooLong_isKilled_withWhatItStarted() {
        try (CommandRun serve = serve(List.of("--timeout", "300ms"), "sh", "-c", "sleep 60; echo 1")) {
            assertThat(failure("job")).contains("took longer than 300 ms", "(status 40)");
            // A process that was killed ends when the machine gets round to it.
            soon(Duration.ofSeconds(60))
                    .until(() -> ProcessHandle.current()
                            .descendants()
                            .noneMatch(child ->
                                    child.info().commandLine().orElse("").contains("sleep 60")));
            assertThat(serve.out()).isEmpty();
        }
    }

    @Test
    void requests_beyondThoseInParallel_wait() {
        try (CommandRun serve = serve(List.of("--parallel", "2"), "cat");
                Component caller = Rembus.component(url)) {
            List<CompletableFuture<Result>> calls = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                calls.add(caller.async().rpc("job", i));
            }
            for (int i = 0; i < 20; i++) {
                assertThat(calls.get(i).join().value()).isEqualTo(List.of((long) i));
            }
            assertThat(serve.out()).isEmpty();
        }
    }

    @Test
    void rpc_thatFails_saysTextAndStatus() {
        assertThat(failure("job")).isEqualTo("rembus: job: method unknown (status 42)\n");
        try (Component service = Rembus.component(url)) {
            CompletableFuture<Object> late = new CompletableFuture<>();
            service.expose("slow", request -> late);
            service.expose("named", Map.class, map -> map);
            assertThat(failure("slow", "--timeout", "200ms")).contains("slow: no answer within 200 ms", "(status 70)");
            late.complete("what nobody waits for, but closing would");
            assertThat(failure("named")).contains("(status 41)");
            assertThat(result("named", "{\"a\":1}")).isEqualTo("{\"a\":1}\n");
        }
    }
}
