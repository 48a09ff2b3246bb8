package org.rembus.broker.routing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;

final class PagesInHandTest {
    private static final PublishRecord RECORD =
            new PublishRecord(0, ".", "p", PublishFlags.QOS0, null, "t", Payload.NO_ARGUMENTS);

    private final PagesInHand pages = new PagesInHand(10L * RECORD.weight());

    private static Subscription subscription() {
        Subscription subscription =
                new Subscription(new Twin(new Rid("alice"), new Tenancy(".", "."), 256), 1, Topic.of("t"), 0, 0);
        subscription.readTo(1);
        return subscription;
    }

    private static Page page(long first, long last) {
        List<Page.Stored> records = new ArrayList<>();
        for (long sequence = first; sequence <= last; sequence++) {
            records.add(new Page.Stored(sequence, RECORD));
        }
        return new Page(records, last + 1, false, 0);
    }

    private PagesInHand.Rest rest(Subscription subscription) {
        return Objects.requireNonNull(pages.at(subscription));
    }

    private void give(Subscription subscription, int count) {
        for (int i = 0; i < count; i++) {
            PagesInHand.Rest rest = rest(subscription);
            Page.Stored stored = Objects.requireNonNull(rest.peek());
            rest.skip();
            subscription.readTo(stored.sequence() + 1);
        }
    }

    @Test
    void pageThatWasNotGivenOut_goesOnWhereItStopped() {
        Subscription alice = subscription();
        pages.add(alice, 1, page(1, 4));
        give(alice, 2);
        assertThat(rest(alice).peek()).isEqualTo(new Page.Stored(3, RECORD));
    }

    @Test
    void nextPage_followsTheFirst() {
        Subscription alice = subscription();
        pages.add(alice, 1, page(1, 2));
        pages.add(alice, 3, page(3, 4));
        give(alice, 2);
        pages.removeFirst(alice);
        assertThat(rest(alice).peek()).isEqualTo(new Page.Stored(3, RECORD));
        assertThat(pages.count(alice)).isEqualTo(1);
    }

    @Test
    void subscriptionThatFallsFurtherBehind_getsNothingOfThem() {
        Subscription alice = subscription();
        pages.add(alice, 1, page(1, 4));
        pages.add(alice, 5, page(5, 6));
        give(alice, 3);
        alice.fallBehind(2, Place.before(0));
        assertThat(pages.at(alice)).isNull();
        assertThat(pages.count(alice)).isZero();
        assertThat(pages.bytes()).isZero();
    }

    @Test
    void pageBeyondTheCursor_isNotGivenOut() {
        Subscription alice = subscription();
        pages.add(alice, 5, page(5, 6));
        assertThat(pages.at(alice)).isNull();
    }

    @Test
    void tooMuch_theEldestSubscriptionsGo() {
        Subscription alice = subscription();
        Subscription bob = subscription();
        pages.add(alice, 1, page(1, 6));
        assertThat(pages.isCrowded()).isTrue();
        pages.add(bob, 1, page(1, 6));
        assertThat(pages.at(alice)).isNull();
        assertThat(rest(bob).peek()).isEqualTo(new Page.Stored(1, RECORD));
        assertThat(pages.bytes()).isEqualTo(6L * RECORD.weight());
    }

    @Test
    void pageLargerThanTheBound_isGivenOutAllTheSame() {
        Subscription alice = subscription();
        pages.add(alice, 1, page(1, 20));
        give(alice, 20);
        assertThat(rest(alice).peek()).isNull();
    }

    @Test
    void forgotten_takesNoRoom() {
        Subscription alice = subscription();
        pages.add(alice, 1, page(1, 4));
        pages.forget(alice);
        assertThat(pages.bytes()).isZero();
        assertThat(pages.at(alice)).isNull();
    }
}
