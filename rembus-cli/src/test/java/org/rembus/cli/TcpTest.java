package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.Broker;

/** Each command with a broker that is reached over TCP. */
@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class TcpTest {
    @AutoClose
    private Broker broker = TestBroker.start();

    private final String url = TestBroker.tcpUrl(broker);

    @Test
    void messageArrives_publishedAndSubscribed() {
        CommandRun sub =
                CommandRun.start("sub", "--url", url, "a/*", "--count", "1").awaitErr("subscribed to");
        CommandRun pub = CommandRun.of("pub", "--url", url, "a/b", "--qos", "2", "1", "tea");
        assertThat(pub.status()).as(pub.err()).isZero();
        assertThat(sub.status()).isZero();
        assertThat(sub.lines()).singleElement().asString().contains("\"a/b\"", "[1,\"tea\"]");
    }

    @Test
    void callIsAnswered_servedByAProgram() {
        try (CommandRun serve =
                CommandRun.start("serve", "--url", url, "echo", "--", "cat").awaitErr("serving echo")) {
            CommandRun rpc = CommandRun.of("rpc", "--url", url, "echo", "1", "2");
            assertThat(rpc.status()).as(rpc.err() + serve.err()).isZero();
            assertThat(rpc.lines()).containsExactly("[1,2]");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "rpc", "connections"})
    void loadIsMeasured_bench(String load) {
        CommandRun bench = load.equals("connections")
                ? CommandRun.of("bench", load, "--url", url, "--count", "20", "--hold", "1s")
                : CommandRun.of("bench", load, "--url", url, "--duration", "500ms", "--warmup", "100ms");
        assertThat(bench.status()).as(bench.err()).isZero();
        assertThat(bench.out()).isNotEmpty();
    }

    @Test
    void brokerIsAsked_twins() {
        CommandRun run = CommandRun.of("twin", "list", "--url", url);
        assertThat(run.status()).as(run.err()).isZero();
    }
}
