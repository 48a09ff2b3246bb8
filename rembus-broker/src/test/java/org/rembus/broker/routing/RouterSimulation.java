package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.rembus.broker.routing.SimulatedComponent.Publication;
import org.rembus.broker.routing.SimulatedComponent.Reactive;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.broker.routing.options.StorePolicy;
import org.rembus.broker.routing.options.StorePolicy.Storing;
import org.rembus.broker.routing.slow.SlowPolicies;
import org.rembus.broker.routing.slow.SlowPolicy;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

/**
 * One random run. Each component is subscribed from the start to one topic and one pattern, to live messages and to all
 * there are; it also subscribes to other things and takes them back.
 */
final class RouterSimulation {
    /** What goes wrong, apart from connections. */
    enum Trouble {
        NONE,
        LOSSES,
        CRASHES,
        BOTH;

        boolean hasLosses() {
            return this == LOSSES || this == BOTH;
        }

        boolean hasCrashes() {
            return this == CRASHES || this == BOTH;
        }
    }

    private static final List<String> TOPICS = List.of("a/x", "a/y", "b/x", "b/@v");
    static final String LIVE_TOPIC = "a/x";
    static final String ALL_PATTERN = "*/*";
    static final String LIVE_PATTERN = "a/*";
    static final String ALL_TOPIC = "b/x";
    static final List<String> PASSING = List.of("*/x", "b/*", "a/y", "b/@v");
    static final List<String> LASTING = List.of(LIVE_TOPIC, LIVE_PATTERN, ALL_TOPIC, ALL_PATTERN);
    private static final List<QoS> LEVELS = List.of(QoS.values());
    private static final double NOW = 0.0;
    private static final double ALL = Double.POSITIVE_INFINITY;
    private static final String NOT_STORED = "a/y";
    private static final int STEPS = 300;
    private static final int SETTLING = 3000;

    private final Trouble trouble;
    private final SplittableRandom random;
    private final SimulatedStorage storage;
    private final ManualClock clock = new ManualClock();
    private final RouterOptions options;
    private final int pageRecords;
    private final List<SimulatedComponent> components = List.of(
            new SimulatedComponent("one", PeerKind.GEN2),
            new SimulatedComponent("two", PeerKind.JULIA),
            new SimulatedComponent("three", PeerKind.GEN2),
            new SimulatedComponent("old", PeerKind.GEN1));
    private final Map<Long, Publication> publications = new HashMap<>();
    private final int percentLost;
    /** By component and subscription, how many entries retention is said to have taken from it. */
    private final Map<String, Long> overtaken = new HashMap<>();

    private RouterHarness harness;
    /** How often the broker has been started. */
    private int lives;

    private RouterSimulation(SplittableRandom random, SimulatedStorage storage, Trouble trouble) {
        this.trouble = trouble;
        this.random = random;
        this.storage = storage;
        this.options = RouterHarness.options()
                .maxInflight(random.nextInt(1, 12))
                .sendRetries(2)
                .store(storePolicy(random))
                .slow(slowPolicies(random))
                .build();
        this.pageRecords = random.nextInt(1, 12);
        this.percentLost = random.nextInt(3) == 0 ? 10 : 0;
        this.harness = start();
    }

    /** All are subscribed to all that there is, so that what is durable is everything; but one topic may be exempt. */
    private static StorePolicy storePolicy(SplittableRandom random) {
        Storing byDefault = random.nextBoolean() ? Storing.ALL : Storing.DURABLE;
        return random.nextInt(3) > 0
                ? new StorePolicy(TopicRules.none(), byDefault)
                : new StorePolicy(TopicRules.of(Map.of(Topic.of(NOT_STORED), Storing.NONE)), byDefault);
    }

    /**
     * For what goes to who is there only, some topics have rules of their own; what is not stored waits where there is room
     * for all of it, since it is to come.
     */
    private static SlowPolicies slowPolicies(SplittableRandom random) {
        boolean roomy = random.nextBoolean();
        SlowPolicy[] policies = SlowPolicy.values();
        Map<Topic, SlowPolicy> byTopic = new HashMap<>();
        for (String topic : TOPICS) {
            byTopic.put(Topic.of(topic), policies[random.nextInt(policies.length)]);
        }
        byTopic.put(Topic.of(NOT_STORED), roomy ? SlowPolicy.DROP_OLDEST : SlowPolicy.DROP_NEWEST);
        int maxHeldBytes = roomy ? 1 << 20 : random.nextInt(200, 2_000);
        return random.nextBoolean()
                ? SlowPolicies.DROP_NEWEST
                : new SlowPolicies(TopicRules.of(byTopic), SlowPolicy.DROP_NEWEST, maxHeldBytes);
    }

    /** The topics whose messages are not stored. */
    private Set<String> exempt() {
        return options.store().byTopic().isEmpty() ? Set.of() : Set.of(NOT_STORED);
    }

    static RouterSimulation overMemory(int seed, Trouble trouble) {
        return new RouterSimulation(new SplittableRandom(seed), new SimulatedMemory(), trouble);
    }

    static RouterSimulation overLog(int seed, Trouble trouble) {
        SplittableRandom random = new SplittableRandom(seed);
        return new RouterSimulation(random, new SimulatedLog(random), trouble);
    }

    private RouterHarness start() {
        lives++;
        return RouterHarness.start(
                options, new SmallPages(storage.journal(), pageRecords), storage.twins(), clock, lives);
    }

    void run() {
        begin();
        for (int step = 0; step < STEPS; step++) {
            act();
            if (storage.isDown()) {
                loseBroker();
                storage.reopen(random);
                harness = start();
            }
            components.forEach(component -> component.receiveSome(random));
            checkAll();
        }
        settle();
        noteOvertaken();
        new RouterPromises(trouble, lives, exempt(), overtaken).check(components, publications);
    }

    private void begin() {
        for (SimulatedComponent component : components) {
            component.connect(harness, 0);
            component.subscribe(LIVE_TOPIC, NOW);
            component.subscribe(LIVE_PATTERN, NOW);
            component.subscribe(ALL_TOPIC, ALL);
            component.subscribe(ALL_PATTERN, ALL);
        }
        for (int i = 0; i < 5; i++) {
            harness.turn();
            drain();
            components.forEach(component -> component.receiveAll(random));
        }
        checkAll();
    }

    private void act() {
        SimulatedComponent component = components.get(random.nextInt(components.size()));
        switch (random.nextInt(29)) {
            case 0, 28 -> reconnect(component);
            case 1, 2 -> startOrStop(component);
            case 3 -> subscribeOrNot(component);
            case 4, 5, 6, 7, 8, 9 -> publish(component);
            case 10, 11 -> component.acknowledge(random, random.nextInt(6));
            case 12 -> retransmit(component);
            case 13 -> writeOut(component);
            case 14 -> advance(Duration.ofMillis(random.nextInt(1500)));
            case 15, 16, 17, 18, 19, 20, 21 -> move();
            case 22 -> makeTrouble();
            default -> harness.singleTurn();
        }
    }

    private void reconnect(SimulatedComponent component) {
        if (component.isConnected()) {
            component.peer().drop();
            component.disconnected();
        }
        if (!component.isConnected() && random.nextBoolean()) {
            component.connect(harness, percentLost);
        }
    }

    private void startOrStop(SimulatedComponent component) {
        if (component.isConnected() && !component.awaitsAnswer()) {
            if (component.reactive() == Reactive.NO) {
                component.start();
            } else if (random.nextInt(3) == 0) {
                component.stop();
            }
        }
    }

    private void subscribeOrNot(SimulatedComponent component) {
        if (component.isConnected()) {
            String topic = PASSING.get(random.nextInt(PASSING.size()));
            if (random.nextBoolean()) {
                component.subscribe(topic, random.nextBoolean() ? NOW : ALL);
            } else {
                component.unsubscribe(topic);
            }
        }
    }

    private void publish(SimulatedComponent component) {
        if (component.isConnected()) {
            long value = publications.size();
            QoS qos = LEVELS.get(random.nextInt(3));
            Publication publication =
                    new Publication(value, component.name, TOPICS.get(random.nextInt(TOPICS.size())), qos);
            publications.put(value, publication);
            component.publish(publication, () -> arrive(component, publication));
        }
    }

    private void arrive(SimulatedComponent component, Publication publication) {
        if (publication.arrivals++ == 0) {
            publication.heldBack = component.peer().isHeldBack();
            // what is read later, others may hear who were not there when it came
            components.forEach(each -> {
                publication.listeners.put(each.name, publication.heldBack ? Reactive.MAYBE : each.reactive());
                publication.interruptions.put(each.name, each.interruptions());
            });
        }
    }

    private static void retransmit(SimulatedComponent component) {
        if (component.isConnected()) {
            component.retransmit();
        }
    }

    private void writeOut(SimulatedComponent component) {
        if (component.isConnected()) {
            component.peer().writeOut(random.nextInt(10) == 0 ? Integer.MAX_VALUE : random.nextInt(10));
        }
    }

    private void advance(Duration duration) {
        harness.advance(duration);
        storage.advance(duration);
    }

    private void move() {
        harness.enterTurn();
        storage.move(random);
    }

    private boolean drain() {
        harness.enterTurn();
        return storage.drain();
    }

    private void makeTrouble() {
        if (trouble.hasLosses() && random.nextBoolean()) {
            storage.lose(random);
        } else if (trouble.hasCrashes() && random.nextInt(3) == 0) {
            if (random.nextInt(4) == 0) {
                // while the storage ends, the broker may still say something
                storage.restart();
                loseBroker();
                harness = start();
            } else {
                storage.endPower(random);
            }
        }
    }

    private void loseBroker() {
        noteOvertaken();
        components.forEach(SimulatedComponent::disconnected);
    }

    private void checkAll() {
        for (SimulatedComponent component : components) {
            if (component.kind != PeerKind.GEN1 && component.isConnected()) {
                assertThat(component.inFlight(LASTING))
                        .as("in flight to %s", component.name)
                        .isLessThanOrEqualTo(options.maxInflight());
            }
            if (!component.isConnected()) {
                component.disconnected();
            }
        }
    }

    /** Lets everything come to its end: all are there, reactive, and acknowledge. */
    private void settle() {
        storage.repair();
        for (int i = 0; i < SETTLING; i++) {
            boolean quiet = true;
            for (SimulatedComponent component : components) {
                if (component.isConnected() && hasUnreadable(component)) {
                    component.peer().drop();
                }
                if (!component.isConnected()) {
                    component.connect(harness, 0);
                    quiet = false;
                }
                if (component.reactive() != Reactive.YES && !component.awaitsAnswer()) {
                    component.start();
                    quiet = false;
                }
                component.peer().writeOut(Integer.MAX_VALUE);
                if (component.hasUnacknowledged() && i % 10 == 0) {
                    component.retransmit();
                }
                quiet &= !component.hasUnacknowledged() && !component.awaitsAck();
                component.acknowledge(random, 20);
            }
            quiet &= !drain() && harness.router().isQuiet();
            advance(Duration.ofMillis(200));
            for (SimulatedComponent component : components) {
                quiet &= !component.receiveAll(random);
            }
            checkAll();
            if (quiet && i > 100) {
                return;
            }
        }
        throw new AssertionError("it does not come to rest");
    }

    /** Whether a subscription stopped at what could not be read, which the next activation tries again. */
    private boolean hasUnreadable(SimulatedComponent component) {
        return harness.notices().lines().removeIf(line -> line.startsWith("unreadable " + component.name + " "));
    }

    /** Adds up how much each subscription was told that it will not get. */
    private void noteOvertaken() {
        for (String line : harness.notices().lines()) {
            if (line.startsWith("overtaken ")) {
                int colon = line.lastIndexOf(": ");
                String subscription = line.substring("overtaken ".length(), colon);
                overtaken.merge(subscription, Long.parseLong(line.substring(colon + 2)), Long::sum);
            }
        }
    }
}
