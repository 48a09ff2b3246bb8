package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.broker.routing.slow.SlowPolicy;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.settings.TopicSettings;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.testing.RawHttp;
import org.rembus.broker.transport.FloodLog;

/** Who watches a topic over HTTP and reads too slowly, or not at all, beside one who reads. */
@Timeout(60)
final class SlowWatchersTest {
    private static final long MAX_OUTPUT = 200_000;
    private static final String FILLING = "x".repeat(50_000);
    private static final Pattern NUMBER = Pattern.compile("\"data\":\\[(\\d+),");
    private static final int MORE = 20;

    @TempDir
    private Path home;

    private Broker start(UnaryOperator<BrokerOptions.Builder> settings) throws BrokerStartException {
        BrokerOptions.Builder options = BrokerOptions.builder()
                .environment(Map.of())
                .home(home)
                .set(Settings.STORE, Settings.Store.NONE)
                .set(Settings.MAX_OUTPUT, MAX_OUTPUT)
                .http(0);
        return Broker.start(settings.apply(options).build());
    }

    private static RawHttp connect(Broker broker) throws IOException {
        return RawHttp.connect(
                new InetSocketAddress("127.0.0.1", broker.addresses().getFirst().getPort()));
    }

    private static RawHttp watch(Broker broker) throws IOException {
        RawHttp watcher = connect(broker).send("GET /flood HTTP/1.1\nAccept: text/event-stream", "");
        watcher.readThrough(": watching\n\n");
        return watcher;
    }

    private static int next(RawHttp watcher) throws IOException {
        Matcher number = NUMBER.matcher(watcher.readThrough("\n\n"));
        while (!number.find()) {
            number = NUMBER.matcher(watcher.readThrough("\n\n"));
        }
        return Integer.parseInt(number.group(1));
    }

    private static void publish(RawHttp publisher, int number) throws IOException {
        String body = "[" + number + ",\"" + FILLING + "\"]";
        assertThat(publisher.ask("POST /flood HTTP/1.1", body).status()).isEqualTo(200);
    }

    private static long dropped(Broker broker) {
        Statistics now = broker.statistics();
        return now.count("dropped_slow_subscriber") + now.count("dropped_displaced") + now.count("dropped_replaced");
    }

    @ParameterizedTest
    @EnumSource(
            value = SlowPolicy.class,
            names = {"DROP_NEWEST", "DROP_OLDEST", "KEEP_LAST"})
    void missesWhatIsDropped_andHoldsNoMoreThanItsBound_anotherMissesNothing(SlowPolicy policy) throws Exception {
        try (Broker broker = start(options -> options.topic("flood", TopicSettings.NONE.withSlow(policy)));
                RawHttp slow = watch(broker);
                RawHttp quick = watch(broker);
                RawHttp publisher = connect(broker)) {
            int published = 0;
            for (int more = MORE; more > 0; more -= dropped(broker) > 0 ? 1 : 0) {
                publish(publisher, ++published);
                assertThat(next(quick)).isEqualTo(published);
                assertThat(broker.statistics().bufferBytes()).isLessThan(3 * MAX_OUTPUT);
            }
            long kept = published - dropped(broker);
            int last = 0;
            for (long i = 0; i < kept; i++) {
                int number = next(slow);
                assertThat(number).as("order").isGreaterThan(last);
                last = number;
            }
            publish(publisher, ++published);
            assertThat(next(slow)).as("nothing else came").isEqualTo(published);
            assertThat(next(quick)).isEqualTo(published);
            await().until(() -> broker.statistics().bufferBytes() == 0);
        }
    }

    @Test
    void isGivenUp_itTakesNothing_anotherMissesNothing() throws Exception {
        try (CapturedLog log = CapturedLog.of(FloodLog.PEERS);
                Broker broker = start(options -> options.set(Settings.WS_PING_INTERVAL, Duration.ofMillis(300)));
                RawHttp deaf = watch(broker);
                RawHttp quick = watch(broker);
                RawHttp publisher = connect(broker)) {
            int published = 0;
            while (broker.statistics().count("closed_silent") == 0) {
                publish(publisher, ++published);
                assertThat(next(quick)).isEqualTo(published);
            }
            publish(publisher, ++published);
            assertThat(next(quick)).isEqualTo(published);
            await().until(() -> broker.statistics().connections() == 2);
            assertThat(broker.statistics().count("closed_silent")).isEqualTo(1);
            assertThat(log.lines())
                    .filteredOn(line -> line.contains("it takes nothing of what it watches"))
                    .hasSize(1);
            assertThat(deaf).isNotNull();
        }
    }
}
