package org.rembus.broker.topics;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Topic;

/** What is remembered of a topic's receivers is what a search would find, whatever has changed meanwhile. */
final class TopicsTest {
    private static final int STEPS = 20_000;
    private static final List<String> PUBLISHED = List.of("a", "b", "a/b", "a/c", "b/c", "a/b/c");
    private static final List<String> SUBSCRIBED =
            List.of("a", "a/b", "b/c", "a/b/c", "*", "a/*", "**", "a/**/c", "b/*", "a/**");

    private final CacheBound bound = new CacheBound(1_000_000);
    private final Topics<Wish> topics = new Topics<>(Wish[]::new, bound);
    private final Set<Wish> present = new HashSet<>();

    private record Wish(int who, Topic topic, boolean isEveryTopic) implements Topics.Subscribed {
        boolean isFor(String published) {
            return isEveryTopic || topic.matches(published);
        }
    }

    @Test
    void knownReceivers_whileSubscriptionsComeAndGo_areThoseThatMatch() {
        Random random = new Random(7);
        int known = 0;
        for (int i = 0; i < STEPS; i++) {
            if (random.nextInt(4) == 0) {
                change(random);
            }
            String published = PUBLISHED.get(random.nextInt(PUBLISHED.size()));
            Wish[] remembered = topics.knownReceiversOf(published);
            Wish[] receivers = remembered == null ? topics.receiversOf(Topic.of(published)) : remembered;
            known += remembered == null ? 0 : 1;
            assertThat(receivers)
                    .containsExactlyInAnyOrderElementsOf(present.stream()
                            .filter(wish -> wish.isFor(published))
                            .toList());
        }
        assertThat(known).as("found without a search").isGreaterThan(STEPS / 4);
    }

    private void change(Random random) {
        Topic topic = Topic.of(SUBSCRIBED.get(random.nextInt(SUBSCRIBED.size())));
        Wish wish = new Wish(random.nextInt(3), topic, random.nextInt(10) == 0);
        if (present.remove(wish)) {
            topics.remove(wish);
        } else {
            present.add(wish);
            topics.add(wish);
        }
    }

    @Test
    void knownReceivers_ofOtherTopics_stayWhenOneIsSubscribedTo() {
        topics.add(new Wish(1, Topic.of("a"), false));
        Wish[] receivers = topics.receiversOf(Topic.of("a"));
        topics.add(new Wish(2, Topic.of("b"), false));
        assertThat(topics.knownReceiversOf("a")).isSameAs(receivers);
        topics.add(new Wish(2, Topic.of("b/**"), false));
        assertThat(topics.knownReceiversOf("a")).isSameAs(receivers);
        topics.add(new Wish(2, Topic.of("*"), false));
        assertThat(topics.knownReceiversOf("a")).isNull();
    }

    @Test
    void lastSubscriptionRemoved_nothingIsRemembered() {
        Wish wish = new Wish(1, Topic.of("a"), false);
        topics.add(wish);
        topics.receiversOf(Topic.of("nobody"));
        assertThat(bound.used()).isPositive();
        topics.remove(wish);
        assertThat(bound.used()).isZero();
    }
}
