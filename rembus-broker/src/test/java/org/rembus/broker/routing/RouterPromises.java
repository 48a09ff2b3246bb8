package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.rembus.broker.routing.RouterSimulation.Trouble;
import org.rembus.broker.routing.SimulatedComponent.Publication;
import org.rembus.broker.routing.SimulatedComponent.Reactive;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;

/**
 * What the broker promises (PROTOCOL.md section 9), checked once all has come to rest: what was acknowledged was delivered,
 * or its subscriber told that it is gone; in order; at QoS 2 once; and nothing that nobody asked for.
 */
final class RouterPromises {
    private final Trouble trouble;
    private final int lives;
    private final Set<String> notStored;
    private final Map<String, Long> overtaken;
    private final Map<String, List<Long>> absent = new HashMap<>();

    /**
     * @param lives how often the broker has been started
     * @param notStored topics whose messages go to who is there, and are gone then
     * @param overtaken by component and subscription, how many entries retention is said to have taken from it
     */
    RouterPromises(Trouble trouble, int lives, Set<String> notStored, Map<String, Long> overtaken) {
        this.trouble = trouble;
        this.lives = lives;
        this.notStored = notStored;
        this.overtaken = overtaken;
    }

    void check(List<SimulatedComponent> components, Map<Long, Publication> publications) {
        for (Publication publication : publications.values()) {
            if (publication.qos.isAcknowledged()) {
                assertThat(publication.acknowledged)
                        .as("%d is acknowledged", publication.value)
                        .isTrue();
            }
        }
        for (SimulatedComponent component : components) {
            component.received.forEach(
                    (subscription, values) -> checkOrder(component, subscription, values, publications));
            checkDelivered(component, publications.values());
        }
        absent.forEach((subscription, values) -> assertThat(values)
                .as("what %s did not get, and was not told of", subscription)
                .hasSizeLessThanOrEqualTo(
                        overtaken.getOrDefault(subscription, 0L).intValue()));
    }

    private static void checkOrder(
            SimulatedComponent component, String subscription, List<Long> values, Map<Long, Publication> publications) {
        Topic topic = Topic.of(subscription);
        Map<String, Long> last = new HashMap<>();
        Set<Long> seen = new HashSet<>();
        for (long value : values) {
            Publication publication = Objects.requireNonNull(publications.get(value));
            assertThat(topic.matches(publication.topic))
                    .as("%s gets %s as %s", component.name, publication.topic, subscription)
                    .isTrue();
            assertThat(publication.publisher).isNotEqualTo(component.name);
            if (seen.add(value) && isInOrder(component, subscription, publication)) {
                Long before = last.put(publication.publisher + " " + publication.topic, value);
                assertThat(before == null || before < value)
                        .as("%s as %s: %d after %d", component.name, subscription, value, before)
                        .isTrue();
            }
        }
    }

    /** What had to be sent again may have been overtaken. */
    private static boolean isInOrder(SimulatedComponent component, String subscription, Publication publication) {
        boolean wasAway = publication.listeners.get(component.name) == Reactive.NO && isLive(subscription);
        boolean wasRepeated = publication.transmissions > 1
                || component.repeated.getOrDefault(subscription, Set.of()).contains(publication.value);
        return !RouterSimulation.PASSING.contains(subscription) && !wasRepeated && !wasAway;
    }

    private void checkDelivered(SimulatedComponent component, Collection<Publication> publications) {
        for (String subscription : RouterSimulation.LASTING) {
            Topic topic = Topic.of(subscription);
            Map<Long, Long> handled = count(component.handled(subscription));
            Map<Long, Long> missed = count(component.missed.getOrDefault(subscription, List.of()));
            for (Publication publication : publications) {
                if (topic.matches(publication.topic) && !component.name.equals(publication.publisher)) {
                    long times = handled.getOrDefault(publication.value, 0L);
                    checkNotTooOften(component, publication, subscription, times);
                    if (notStored.contains(publication.topic)) {
                        checkNotStored(component, publication, subscription, times);
                    } else {
                        long sent = times + missed.getOrDefault(publication.value, 0L);
                        checkStored(component, publication, subscription, times, sent);
                    }
                }
            }
        }
    }

    private static Map<Long, Long> count(List<Long> values) {
        Map<Long, Long> counts = new HashMap<>();
        values.forEach(value -> counts.merge(value, 1L, Long::sum));
        return counts;
    }

    private void checkNotTooOften(
            SimulatedComponent component, Publication publication, String subscription, long times) {
        boolean isStored = !notStored.contains(publication.topic);
        boolean mayFallBack = component.kind == PeerKind.GEN1;
        boolean isKnownAgain = isStored || publication.arrivals == 1;
        if (publication.qos == QoS.EXACTLY_ONCE && !mayFallBack && isKnownAgain) {
            assertThat(times).as(what(component, publication, subscription)).isLessThanOrEqualTo(1);
        }
        if (!publication.qos.isAcknowledged()) {
            assertThat(times).as(what(component, publication, subscription)).isLessThanOrEqualTo(isStored ? lives : 1);
        }
    }

    /**
     * What is in the journal comes to whoever is away, too.
     *
     * @param sent how often it was delivered, what was lost on its way at QoS 0 included
     */
    private void checkStored(
            SimulatedComponent component, Publication publication, String subscription, long times, long sent) {
        boolean live = isLive(subscription);
        boolean once = publication.arrivals == 1;
        boolean acknowledged = publication.qos.isAcknowledged();
        boolean arrived = publication.arrivals > 0 && trouble == Trouble.NONE && !publication.heldBack;
        Reactive reactive = publication.listeners.get(component.name);
        boolean isPromised = live ? once && acknowledged && reactive == Reactive.YES : acknowledged || arrived;
        if (isPromised) {
            mustHave(component, publication, subscription, sent);
        }
        // that it went away may be lost, and be said again too late, when the power goes soon after
        if (live && once && reactive == Reactive.NO && trouble != Trouble.BOTH) {
            assertThat(times)
                    .as(what(component, publication, subscription) + ", published while it was away")
                    .isZero();
        }
    }

    /** What is not in the journal comes to whoever was there all the time. */
    private void checkNotStored(
            SimulatedComponent component, Publication publication, String subscription, long times) {
        Reactive reactive = publication.listeners.get(component.name);
        boolean stayed = reactive == Reactive.YES
                && Objects.equals(publication.interruptions.get(component.name), component.interruptions());
        if (publication.qos.isAcknowledged() && stayed && component.kind != PeerKind.GEN1) {
            mustHave(component, publication, subscription, times);
        }
        if (publication.arrivals == 1 && reactive == Reactive.NO) {
            assertThat(times)
                    .as(what(component, publication, subscription) + ", published while it was away")
                    .isZero();
        }
    }

    private void mustHave(SimulatedComponent component, Publication publication, String subscription, long times) {
        if (times == 0) {
            absent.computeIfAbsent(component.name + " " + subscription, key -> new ArrayList<>())
                    .add(publication.value);
        }
    }

    private static String what(SimulatedComponent component, Publication publication, String subscription) {
        return component.name + " as " + subscription + ": " + publication.value + " of " + publication.qos;
    }

    private static boolean isLive(String subscription) {
        return subscription.equals(RouterSimulation.LIVE_TOPIC) || subscription.equals(RouterSimulation.LIVE_PATTERN);
    }
}
