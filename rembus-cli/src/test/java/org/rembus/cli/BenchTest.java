package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.Broker;
import org.rembus.cli.json.JsonIn;

@Timeout(value = 3, unit = TimeUnit.MINUTES)
final class BenchTest {
    @AutoClose
    private static final Broker BROKER = TestBroker.start();

    /** A short run. */
    private static CommandRun bench(String... words) {
        List<String> all = new ArrayList<>(List.of("bench"));
        all.addAll(List.of(words));
        all.addAll(List.of("--warmup", "100ms", "--url", TestBroker.url(BROKER)));
        return CommandRun.of(all.toArray(String[]::new));
    }

    private static Map<?, ?> figures(CommandRun run) throws Exception {
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(1);
        return (Map<?, ?>) Objects.requireNonNull(JsonIn.readOrTake(run.out()));
    }

    private static int figure(Map<?, ?> figures, String name) {
        return (Integer) Objects.requireNonNull(figures.get(name), name);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void publish_byCount_reachesEverySubscriber(String qos) throws Exception {
        Map<?, ?> figures = figures(
                bench("publish", "--subscribers", "2", "--count", "500", "--qos", qos, "--size", "16", "--json"));
        assertThat(figures.get("load")).isEqualTo("publish to 2, 16 B, QoS " + qos);
        assertThat(figures.get("sent")).isEqualTo(500);
        assertThat(figures.get("received")).isEqualTo(1000);
        assertThat(figures.get("lost")).isEqualTo(0);
        assertThat(figures.get("failed")).isEqualTo(0);
        assertThat(figures.containsKey("p50_us")).isFalse();
    }

    @Test
    void publish_atARate_measuresLatency() throws Exception {
        Map<?, ?> figures = figures(bench("publish", "--rate", "500", "--count", "200", "--json"));
        assertThat(figures.get("received")).isEqualTo(200);
        assertThat((Double) figures.get("seconds")).isGreaterThanOrEqualTo(0.398);
        assertThat((Double) figures.get("p50_us")).isPositive();
        assertThat((Double) figures.get("max_us")).isGreaterThanOrEqualTo((Double) figures.get("p99.9_us"));
    }

    @Test
    void publish_atSeveralRates_runsOnceForEach() {
        CommandRun run = bench("publish", "--rate", "0,500", "--count", "200", "--json");
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(2).allMatch(line -> line.contains("\"received\":200,"));
        assertThat(run.lines().get(0)).contains("as fast as possible").doesNotContain("p50_us");
        assertThat(run.lines().get(1)).contains(", 500/s", "p50_us");
    }

    @Test
    void brokersProcess_ifKnown_isMeasuredToo() throws Exception {
        String pid = Long.toString(ProcessHandle.current().pid());
        Map<?, ?> figures = figures(bench("publish", "--duration", "500ms", "--broker-pid", pid, "--json"));
        assertThat((Double) figures.get("broker_cpu_us")).isPositive();
        assertThat((Double) figures.get("own_cpu_us")).isPositive();
        assertThat((Double) figures.get("broker_mib")).isPositive();
    }

    @Test
    void message_thatCannotSayWhenItWasDue_isWrongUsage() {
        CommandRun run = bench("publish", "--size", "15");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("at least 16 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1", "2"})
    void durable_byCount_isAcknowledged(String qos) throws Exception {
        Map<?, ?> figures = figures(
                bench("durable", "--publishers", "3", "--count", "500", "--window", "7", "--qos", qos, "--json"));
        assertThat(figures.get("load")).isEqualTo("durable by 3, 128 B, QoS " + qos);
        assertThat(figures.get("sent")).isEqualTo(500);
        assertThat(figures.get("received")).isEqualTo(500);
        assertThat(figures.get("failed")).isEqualTo(0);
        assertThat((Double) figures.get("p50_us")).isPositive();
    }

    @Test
    void durable_whatNobodyAcknowledges_isWrongUsage() {
        CommandRun run = bench("durable", "--qos", "0");
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains("QoS 0");
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rate=1000", "--non-blocking"})
    void rpc_byCount_isAnswered_andShownAsATable(String option) {
        CommandRun run = bench("rpc", "--callers", "5", "--count", "300", option);
        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.lines()).hasSize(3).first().isEqualTo("rpc by 5, 128 B");
        assertThat(run.lines().get(1)).contains("sent", "per second", "p50 us", "p99.9 us");
        assertThat(run.lines().get(2)).startsWith("        300        300          0          0 ");
    }

    @Test
    void fanOut_hasTenSubscribers_ifItIsNotSaid() throws Exception {
        Map<?, ?> figures = figures(bench("fan-out", "--count", "50", "--json"));
        assertThat(figures.get("load")).isEqualTo("publish to 10, 128 B, QoS 0");
        assertThat(figures.get("received")).isEqualTo(500);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--rate=2000", "--patterns"})
    void subscribe_byCount_isAnswered(String option) throws Exception {
        Map<?, ?> figures = figures(bench("subscribe", "--subscribers", "3", "--count", "300", option, "--json"));
        assertThat(figures.get("sent")).isEqualTo(300);
        assertThat(figures.get("received")).isEqualTo(300);
        assertThat(figures.get("failed")).isEqualTo(0);
        assertThat((Double) figures.get("p50_us")).isPositive();
    }

    @Test
    void duration_endsIt() throws Exception {
        Map<?, ?> figures = figures(bench("rpc", "--duration", "300ms", "--json"));
        assertThat((Double) figures.get("seconds")).isBetween(0.0, 30.0);
        assertThat((Integer) figures.get("sent")).isPositive();
    }

    @Test
    void broker_thatIsNotThere_isNamed() {
        CommandRun run = CommandRun.of("bench", "publish", "--url", "ws://127.0.0.1:1");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains("ws://127.0.0.1:1: not connected").hasLineCount(1);
    }

    @Test
    void publish_fasterThanHandlersTakeIt_saysWhatWasLostAndWhere() throws Exception {
        CommandRun run = bench("publish", "--count", "200000", "--window", "1000000", "--virtual-threads", "--json");
        Map<?, ?> figures = figures(run);
        int lost = figure(figures, "lost");
        assertThat(figure(figures, "received") + lost).isEqualTo(200_000);
        assertThat(figures.containsKey("lost_here")).isEqualTo(lost > 0);
        assertThat(figures.containsKey("lost_in_broker")).isEqualTo(lost > 0);
        assertThat(run.err().contains("lost: ")).as(run.err()).isEqualTo(lost > 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "1", "2"})
    void replay_byCount_givesTheSubscriberAllThatItMissed(String qos) throws Exception {
        Map<?, ?> figures = figures(bench("replay", "--count", "2000", "--size", "16", "--qos", qos, "--json"));
        assertThat(figures.get("load")).isEqualTo("replay to 1, 16 B, QoS " + qos);
        assertThat(figures.get("sent")).isEqualTo(2000);
        assertThat(figures.get("received")).isEqualTo(2000);
        assertThat(figures.get("lost")).isEqualTo(0);
        assertThat(figure(figures, "published_per_second")).isPositive();
        assertThat((Double) figures.get("max_us")).isGreaterThanOrEqualTo((Double) figures.get("p50_us"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"--parallel=4", "--named"})
    void connections_byCount_areOpenedAndClosed(String option) throws Exception {
        long pid = ProcessHandle.current().pid();
        Map<?, ?> figures =
                figures(bench("connections", "--count", "30", option, "--broker-pid", Long.toString(pid), "--json"));
        assertThat(figures.get("opened")).isEqualTo(30);
        assertThat(figures.get("failed")).isEqualTo(0);
        assertThat(figures.get("broken")).isEqualTo(0);
        assertThat((Double) figures.get("p50_us")).isPositive();
        assertThat((Double) figures.get("broker_mib")).isPositive();
    }
}
