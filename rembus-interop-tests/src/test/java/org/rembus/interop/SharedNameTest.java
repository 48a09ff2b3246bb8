package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.BrokerStartException;
import org.rembus.broker.settings.Settings;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Publish;
import org.rembus.client.RefusedException;
import org.rembus.client.Rembus;
import org.rembus.protocol.QoS;

/** Components of ours under one name, by every transport. */
@Timeout(60)
final class SharedNameTest {
    private static final String POOL = "worker?pool=true";

    @RegisterExtension
    final Fixtures fixtures = Fixtures.ofTest();

    @TempDir
    private Path home = Path.of("");

    private Broker start() throws BrokerStartException {
        return fixtures.add(Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .home(home)
                .set(Settings.STORE, Settings.Store.NONE)
                .webSocket(0)
                .tcp(0)
                .zmq(0)
                .build()));
    }

    /** One by each transport, and one in the broker's process. */
    private List<Component> workers(Broker broker) {
        List<Component> workers = new ArrayList<>();
        broker.addresses().forEach(address -> workers.add(fixtures.add(Rembus.component(address + "/" + POOL))));
        workers.add(fixtures.add(Rembus.component(
                ComponentOptions.builder().broker(broker).address(POOL).build())));
        return workers;
    }

    @Test
    void callsAndMessages_goToEachMemberInTurn() throws Exception {
        Broker broker = start();
        BlockingQueue<Integer> done = new LinkedBlockingQueue<>();
        List<Component> workers = workers(broker);
        for (int i = 0; i < workers.size(); i++) {
            int own = i;
            workers.get(i).expose("who", () -> own);
            workers.get(i).subscribe("jobs", message -> done.add(own));
        }
        Component boss = fixtures.add(Rembus.component(broker, "boss"));

        Set<Integer> called = new TreeSet<>();
        Set<Integer> addressed = new TreeSet<>();
        Set<Integer> worked = new TreeSet<>();
        for (int i = 0; i < workers.size(); i++) {
            called.add(boss.rpc("who").as(int.class));
            addressed.add(boss.direct("worker", "who").as(int.class));
            boss.publish(Publish.to("jobs").qos(QoS.AT_LEAST_ONCE).with(i));
            worked.add(done.take());
        }
        assertThat(workers).hasSize(4);
        assertThat(List.of(called, addressed, worked))
                .allSatisfy(members -> assertThat(members).containsExactly(0, 1, 2, 3));
        assertThat(workers).extracting(Component::name).containsOnly("worker");
    }

    @Test
    void componentThatDoesNotShare_isRefused() throws Exception {
        Broker broker = start();
        fixtures.add(Rembus.component(broker.addresses().getFirst() + "/" + POOL));
        assertThatExceptionOfType(RefusedException.class)
                .isThrownBy(() -> Rembus.component(broker.addresses().getFirst() + "/worker"))
                .withMessageContaining("already connected");
    }
}
