package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.BrokerStartException;
import org.rembus.broker.settings.Settings;
import org.rembus.client.Component;
import org.rembus.client.ComponentListener;
import org.rembus.client.ComponentOptions;
import org.rembus.client.NotConnectedException;
import org.rembus.client.NotFoundException;
import org.rembus.client.PoolPolicy;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.client.Result;
import org.rembus.protocol.QoS;

/** One component with two brokers. */
@Timeout(60)
final class PoolTest {
    private Broker one = start("one", 0);
    private Broker two = start("two", 0);
    private Component atOne = Rembus.component(one);
    private Component atTwo = Rembus.component(two);

    private static Broker start(String name, int port) {
        try {
            return Broker.start(BrokerOptions.builder()
                    .environment(Map.of("REMBUS_DIR", "/nonexistent"))
                    .name(name)
                    .set(Settings.STORE, Settings.Store.NONE)
                    .webSocket(port)
                    .build());
        } catch (BrokerStartException e) {
            throw new IllegalStateException(e);
        }
    }

    @BeforeEach
    void serve() {
        atOne.expose("where", () -> "one");
        atTwo.expose("where", () -> "two");
    }

    @AfterEach
    void stop() {
        Stream.of(atOne, atTwo).forEach(Component::close);
        Stream.of(one, two).forEach(Broker::close);
    }

    private ComponentOptions.Builder options(PoolPolicy policy) {
        return ComponentOptions.builder()
                .addresses(url(one) + "/member", url(two))
                .reconnectPeriod(Duration.ofMillis(50))
                .poolPolicy(policy);
    }

    private static String url(Broker broker) {
        return broker.addresses().getFirst().toString();
    }

    /** It is open when one broker is there; these tests want both. */
    private Component pool(PoolPolicy policy) {
        CountDownLatch bothConnected = new CountDownLatch(2);
        Component pool = Rembus.component(options(policy)
                .listener(new ComponentListener() {
                    @Override
                    public void onConnected() {
                        bothConnected.countDown();
                    }
                })
                .build());
        await().until(() -> bothConnected.getCount() == 0);
        return pool;
    }

    private static String where(Component pool) {
        return pool.rpc("where").as(String.class);
    }

    @Test
    void firstUp_callsTheFirst_andTheSecondWhenThatIsGone() {
        try (Component pool = pool(PoolPolicy.FIRST_UP)) {
            assertThat(pool.name()).isEqualTo("member");
            assertThat(List.of(where(pool), where(pool))).containsExactly("one", "one");

            one.close();
            await().ignoreExceptions().until(() -> where(pool).equals("two"));
            assertThat(pool.isConnected()).isTrue();
        }
    }

    @Test
    void roundRobin_takesTurns() {
        try (Component pool = pool(PoolPolicy.ROUND_ROBIN)) {
            String first = where(pool);
            String second = where(pool);
            assertThat(List.of(first, second)).containsExactlyInAnyOrder("one", "two");
            assertThat(List.of(where(pool), where(pool))).containsExactly(first, second);
        }
    }

    @Test
    void lessBusy_leavesOutTheOneThatWaits() throws Exception {
        CountDownLatch goOn = new CountDownLatch(1);
        atOne.expose("slow", () -> {
            goOn.await();
            return "one";
        });
        try (Component pool = pool(PoolPolicy.LESS_BUSY)) {
            CompletableFuture<Result> waiting = pool.async().rpc("slow");
            assertThat(Stream.generate(() -> where(pool)).limit(5)).containsOnly("two");

            goOn.countDown();
            assertThat(waiting.get(10, TimeUnit.SECONDS).as(String.class)).isEqualTo("one");
        }
    }

    @ParameterizedTest
    @EnumSource
    void all_publishesToEveryBroker(QoS qos) {
        Inbox inboxAtOne = new Inbox();
        Inbox inboxAtTwo = new Inbox();
        atOne.subscribe("news", inboxAtOne);
        atTwo.subscribe("news", inboxAtTwo);
        try (Component pool = pool(PoolPolicy.ALL)) {
            pool.publish(Publish.to("news").qos(qos).with("hello"));

            assertThat(inboxAtOne.next().arguments()).containsExactly("hello");
            assertThat(inboxAtTwo.next().arguments()).containsExactly("hello");
            assertThat(where(pool)).isEqualTo("one");
        }
    }

    @Test
    void subscriptionsAndServices_areThoseOfEveryBroker() {
        Inbox inbox = new Inbox();
        try (Component pool = pool(PoolPolicy.FIRST_UP)) {
            pool.subscribe("news", inbox);
            pool.expose("double", Long.class, number -> 2 * number);
            atOne.publish("news", "from one");
            assertThat(inbox.next().arguments()).containsExactly("from one");
            atTwo.publish("news", "from two");
            assertThat(inbox.next().arguments()).containsExactly("from two");
            assertThat(atOne.rpc("double", 2).as(int.class)).isEqualTo(4);
            assertThat(atTwo.rpc("double", 3).as(int.class)).isEqualTo(6);

            pool.unexpose("double");
            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> atTwo.rpc("double", 3));
        }
    }

    @Test
    void call_thatNobodyAnswersAtOneBroker_goesToTheNext() {
        atTwo.expose("only/here", () -> "two");
        try (Component pool = pool(PoolPolicy.FIRST_UP)) {
            assertThat(pool.rpc("only/here").as(String.class)).isEqualTo("two");
            assertThatExceptionOfType(NotFoundException.class).isThrownBy(() -> pool.rpc("nowhere"));
            assertThat(pool.direct("two", "rid").as(String.class)).isEqualTo("two");
        }
    }

    @Test
    void brokerThatIsAway_isToldWhenItIsBack() {
        int port = one.addresses().getFirst().getPort();
        one.close();
        Inbox inbox = new Inbox();
        try (Component pool = Rembus.component(options(PoolPolicy.FIRST_UP).build())) {
            pool.subscribe("news", inbox);
            one = start("one", port);
            try (Component publisher = Rembus.component(one)) {
                await().until(() -> {
                    publisher.publish("news", "hello");
                    return !inbox.isEmpty();
                });
            }
        }
    }

    @Test
    void noBrokerAtAll_isAFailure_unlessItIsToGoOnTrying() {
        one.close();
        two.close();
        assertThatExceptionOfType(NotConnectedException.class)
                .isThrownBy(() -> Rembus.component(options(PoolPolicy.FIRST_UP).build()));
        try (Component pool = Rembus.component(options(PoolPolicy.FIRST_UP)
                .firstConnect(ComponentOptions.FirstConnect.KEEP_TRYING)
                .build())) {
            assertThat(pool.isConnected()).isFalse();
        }
    }

    @Test
    void outboxInAFile_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(
                        () -> options(PoolPolicy.ALL).outbox(Path.of("file")).build())
                .withMessageContaining("several brokers");
    }
}
