package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.memory.MemoryJournal;
import org.rembus.broker.journal.memory.MemoryTwinStore;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Status;

/** What the broker tells of twins, on its own machine. */
final class TwinDeskTest {
    private static final double ALL = Double.POSITIVE_INFINITY;

    private final MemoryTwinStore memory = new MemoryTwinStore();
    private final DelayedTwinStore store = new DelayedTwinStore(memory);
    private final RouterHarness harness = RouterHarness.start(
            RouterHarness.options().maxInflight(4).build(), new MemoryJournal(memory, 5, 1 << 26), store);
    private final FakePeer operator = harness.connect().local();

    private Message.Response ask(String command, @Nullable Object... keysAndValues) {
        MessageId id = operator.admin("__config__", command, keysAndValues);
        store.lookUp();
        harness.turn();
        return operator.answerTo(id);
    }

    private Map<?, ?> answer(String command, @Nullable Object... keysAndValues) {
        Message.Response response = ask(command, keysAndValues);
        assertThat(response.status()).isEqualTo(Status.SUCCESS);
        return (Map<?, ?>) Objects.requireNonNull(response.data().value());
    }

    private static List<Map<?, ?>> maps(Map<?, ?> answer, String key) {
        List<Map<?, ?>> maps = new ArrayList<>();
        ((List<?>) Objects.requireNonNull(answer.get(key))).forEach(element -> maps.add((Map<?, ?>) element));
        return maps;
    }

    private FakePeer connect(String name) {
        FakePeer peer = harness.connect();
        peer.identify(name);
        store.lookUp();
        harness.turn();
        return peer;
    }

    private FakePeer subscriber(String name, String topic) {
        FakePeer peer = connect(name);
        peer.subscribe(topic, ALL);
        peer.reactive();
        harness.turn();
        return peer;
    }

    private void leave(FakePeer peer) {
        peer.drop();
        harness.turn();
    }

    private void publish(String topic, int count) {
        FakePeer publisher = harness.connect();
        IntStream.range(0, count).forEach(i -> publisher.publish(QoS.AT_LEAST_ONCE, topic, i));
        harness.turn();
    }

    private static void has(Map<?, ?> described, @Nullable Object... keysAndValues) {
        for (int i = 0; i < keysAndValues.length; i += 2) {
            assertThat(described.get(keysAndValues[i]))
                    .as(String.valueOf(keysAndValues[i]))
                    .isEqualTo(keysAndValues[i + 1]);
        }
    }

    @Test
    void list_connectedAndAway_saysWhereTheyAre() {
        FakePeer away = subscriber("away", "topic");
        away.expose("service");
        subscriber("here", "topic");
        leave(away);
        publish("topic", 3);
        Map<?, ?> answer = answer("list_twins");
        List<Map<?, ?>> twins = maps(answer, "twins");
        long head = (Long) Objects.requireNonNull(answer.get("head"));

        assertThat(answer.get("next")).isNull();
        assertThat(twins).extracting(twin -> String.valueOf(twin.get("name"))).containsExactly("away", "here");
        long position = (Long) Objects.requireNonNull(twins.getFirst().get("position"));
        has(twins.getFirst(), "connected", false, "subscriptions", 1L, "services", 1L, "held", 0L);
        assertThat(twins.getFirst().get("behind")).isEqualTo(head - position);
        assertThat(head - position).isGreaterThanOrEqualTo(3);
        has(twins.getLast(), "connected", true, "reactive", true, "subscriptions", 1L, "services", 0L, "behind", 3L);
        assertThat(twins)
                .allSatisfy(
                        twin -> assertThat(String.valueOf(twin.get("since"))).matches("\\d{4}-\\d\\d-\\d\\dT.*Z"));
    }

    @Test
    void list_moreThanAPage_goesOnWhereItEnded() {
        for (int i = 0; i < 7; i++) {
            leave(subscriber("twin" + i, "topic"));
        }
        List<String> names = new ArrayList<>();
        Object after = "";
        int pages = 0;
        while (after instanceof String) {
            Map<?, ?> answer = answer("list_twins", "after", after, "limit", 3L);
            maps(answer, "twins").forEach(twin -> names.add(String.valueOf(twin.get("name"))));
            after = answer.get("next");
            pages++;
        }

        assertThat(names).containsExactly("twin0", "twin1", "twin2", "twin3", "twin4", "twin5", "twin6");
        assertThat(pages).isEqualTo(3);
    }

    @Test
    void list_subscribedFromNowOn_isNeverBehind() {
        FakePeer away = connect("away");
        away.subscribe("topic", 0.0);
        away.reactive();
        harness.turn();
        leave(away);
        publish("topic", 3);

        has(maps(answer("list_twins"), "twins").getFirst(), "behind", 0L);
    }

    @Test
    void show_away_countsWhatItHasStillToGet() {
        FakePeer away = subscriber("away", "topic");
        away.subscribe("other/*", 60e9);
        away.subscribe("live", 0.0);
        away.expose("service");
        harness.turn();
        leave(away);
        publish("topic", 300);
        publish("other/a", 2);
        publish("else", 5);
        Map<?, ?> twin = answer("show_twin", "name", "away");
        List<Map<?, ?>> subscribed = maps(twin, "subscribed");

        has(twin, "connected", false, "subscriptions", 3L, "exposed", List.of("service"), "held", 0L);
        has(subscribed.get(0), "topic", "topic", "from", "last", "messages", 300L, "more", false, "state", "away");
        has(subscribed.get(1), "topic", "other/*", "from", 60.0, "messages", 2L, "qos", 2L);
        has(subscribed.get(2), "topic", "live", "from", "now", "messages", 0L, "behind", 0L);
    }

    @Test
    void show_connected_saysWhatIsInFlight() {
        subscriber("here", "topic");
        publish("topic", 10);
        List<Map<?, ?>> subscribed = maps(answer("show_twin", "name", "here"), "subscribed");

        has(subscribed.getFirst(), "state", "behind", "in_flight", 4L, "messages", 10L);
    }

    @Test
    void show_idsOfQos2_areCounted() {
        FakePeer publisher = connect("publisher");
        publisher.publish(QoS.EXACTLY_ONCE, "topic", 1);
        publisher.publish(QoS.EXACTLY_ONCE, "topic", 2);
        harness.turn();
        has(answer("show_twin", "name", "publisher"), "held", 2L, "position", null);
        leave(publisher);

        has(answer("show_twin", "name", "publisher"), "held", 2L, "connected", false);
        has(maps(answer("list_twins"), "twins").getFirst(), "held", 2L);
    }

    @Test
    void show_moreThanIsCounted_saysSo() {
        leave(subscriber("away", "topic"));
        publish("topic", TwinDesk.MOST_COUNTED + 2_000);
        Map<?, ?> subscription =
                maps(answer("show_twin", "name", "away"), "subscribed").getFirst();

        has(subscription, "more", true);
        assertThat((Long) Objects.requireNonNull(subscription.get("messages")))
                .isBetween((long) TwinDesk.MOST_COUNTED, TwinDesk.MOST_COUNTED + 1_999L);
    }

    @Test
    void show_nobodyHeardOf_isNotFound() {
        assertThat(ask("show_twin", "name", "nobody").status()).isEqualTo(Status.TARGET_NOT_FOUND);
    }

    @Test
    void ask_storeCannotBeRead_isAnError() {
        leave(subscriber("away", "topic"));
        MessageId id = operator.admin("__config__", "show_twin", "name", "away");
        store.setFailing(true);
        store.lookUp();
        harness.turn();

        assertThat(operator.answerTo(id).status()).isEqualTo(Status.ERROR);
    }

    @Test
    void ask_veryOften_isAnsweredOneByOneUpToABound() {
        leave(subscriber("away", "topic"));
        publish("topic", 1);
        List<MessageId> ids = IntStream.rangeClosed(0, TwinDesk.MOST_WAITING)
                .mapToObj(i -> operator.admin("__config__", i % 2 == 0 ? "show_twin" : "list_twins", "name", "away"))
                .toList();
        Message.Response refused = ask("show_twin", "name", "away");
        assertThat(refused.data().value()).isEqualTo("too many of these requests under way");

        for (int answered = 0; answered < ids.size(); answered++) {
            assertThat(store.pending()).isLessThanOrEqualTo(1);
            store.lookUp();
            harness.turn();
        }
        assertThat(ids)
                .allSatisfy(id -> assertThat(operator.answerTo(id).status()).isEqualTo(Status.SUCCESS));
    }

    @Test
    void ask_andGoAway_doesNotKeepOthersWaiting() {
        FakePeer hasty = harness.connect().local();
        hasty.admin("__config__", "list_twins");
        hasty.admin("__config__", "list_twins");
        hasty.drop();
        harness.turn();

        assertThat(ask("list_twins").status()).isEqualTo(Status.SUCCESS);
    }

    @Test
    void ask_fromAnotherMachineOrSwitchedOff_isUnknown() {
        FakePeer remote = harness.connect();
        RouterHarness closed = RouterHarness.start(RouterHarness.options()
                .localCommands(RouterOptions.LocalCommands.UNKNOWN)
                .build());
        FakePeer local = closed.connect().local();
        for (String command : List.of("list_twins", "show_twin")) {
            MessageId fromRemote = remote.admin("__config__", command, "name", "a");
            MessageId fromLocal = local.admin("__config__", command, "name", "a");
            Message.Response unknown = remote.answerTo(fromRemote);

            assertThat(unknown.status()).isEqualTo(Status.UNKNOWN_COMMAND);
            assertThat(unknown.data().value()).isEqualTo(command + ": unknown command");
            assertThat(local.answerTo(fromLocal).status()).isEqualTo(Status.UNKNOWN_COMMAND);
        }
    }

    @Test
    void since_componentCameAndWent_isWhenItDid() {
        FakePeer peer = subscriber("peer", "topic");
        Object connected = answer("show_twin", "name", "peer").get("since");
        harness.advance(Duration.ofSeconds(5));
        assertThat(answer("show_twin", "name", "peer").get("since")).isEqualTo(connected);
        leave(peer);

        assertThat(String.valueOf(answer("show_twin", "name", "peer").get("since")))
                .isGreaterThan(String.valueOf(connected));
    }
}
