package org.rembus.broker.routing;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.admin.AdminCommand;
import org.rembus.broker.admin.TwinDescription;
import org.rembus.broker.journal.Journal;
import org.rembus.broker.journal.Page;
import org.rembus.broker.journal.ReadRequest;
import org.rembus.broker.journal.TwinState;
import org.rembus.broker.journal.TwinState.SubscriptionState;
import org.rembus.broker.journal.TwinStore;
import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Status;
import org.rembus.protocol.Topic;

/**
 * Tells an operator on the broker's own machine what is remembered of components. What is told of those that are away comes
 * from the store, a page at a time, and what the journal has for them is counted a page at a time, too: nothing waits for it.
 */
final class TwinDesk {
    /** How many twins one answer has at most. */
    static final int MOST_LISTED = 500;

    /** How far the messages for one subscription are counted. */
    static final int MOST_COUNTED = 10_000;

    /** For how many subscriptions of one twin that is done. */
    private static final int MOST_SUBSCRIPTIONS_COUNTED = 32;

    private static final int PAGE_RECORDS = 1_000;
    private static final int PAGE_BYTES = 1024 * 1024;
    private static final int MOST_PAGES = 64;

    /** How many questions may wait until those before them have been answered. */
    static final int MOST_WAITING = 100;

    private final Twins twins;
    private final TwinStore store;
    private final Journal journal;
    private final JournalQueue queue;
    private final RouterOptions options;
    private final ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean answering;

    TwinDesk(RouterState state, TwinStore store, Journal journal) {
        this.twins = state.twins();
        this.store = store;
        this.journal = journal;
        this.queue = state.queue();
        this.options = state.options();
    }

    /** Answers with twins by their names, and with the last name when there may be more. */
    void list(Session session, MessageId id, AdminCommand.ListTwins command) {
        int limit = Math.clamp(command.limit(), 1, MOST_LISTED);
        inTurn(
                session,
                id,
                () -> store.list(
                        command.after(),
                        limit,
                        page -> answer(session, id, page, limit),
                        () -> unreadable(session, id)));
    }

    /** One question after the other, whoever asks: what an answer needs may be large, and is read beside what components need. */
    private void inTurn(Session session, MessageId id, Runnable question) {
        if (waiting.size() >= MOST_WAITING) {
            session.error(id, "too many of these requests under way");
            return;
        }
        waiting.add(() -> {
            if (session.isClosed()) {
                answered();
            } else {
                question.run();
            }
        });
        if (!answering) {
            answered();
        }
    }

    /** The next one, if there is one. */
    private void answered() {
        Runnable next = waiting.poll();
        answering = next != null;
        if (next != null) {
            next.run();
        }
    }

    private void answer(Session session, MessageId id, List<TwinStore.Listed> page, int limit) {
        List<Map<String, @Nullable Object>> summaries = new ArrayList<>();
        for (TwinStore.Listed listed : page) {
            summaries.add(summary(listed));
        }
        Map<String, @Nullable Object> answer = new LinkedHashMap<>();
        answer.put("head", queue.frontier());
        answer.put("twins", summaries);
        answer.put("next", page.size() < limit ? null : page.getLast().rid());
        session.success(id, Payload.of(answer));
        answered();
    }

    private Map<String, @Nullable Object> summary(TwinStore.Listed listed) {
        Twin twin = connected(listed.rid());
        Map<String, @Nullable Object> summary = TwinDescription.summary(
                twin == null
                        ? listed
                        : TwinStore.Listed.of(stateOf(twin), twin.held().size()),
                queue.frontier());
        addPresence(summary, listed.rid(), twin);
        return summary;
    }

    private void addPresence(Map<String, @Nullable Object> description, String name, @Nullable Twin twin) {
        Session session = twin == null ? null : twin.session();
        Long sinceNs = session == null ? twins.leftNs(name) : Long.valueOf(session.openedNs());
        description.put("connected", session != null);
        description.put("since", sinceNs == null ? null : instant(sinceNs).toString());
        if (session != null) {
            description.put("peer", session.connection().peer());
            description.put("reactive", twin != null && twin.isReactive());
        }
    }

    private static Instant instant(long epochNs) {
        return Instant.EPOCH.plusMillis(epochNs / 1_000_000);
    }

    /** The twin of a component that is connected, and loaded; else null. */
    private @Nullable Twin connected(String name) {
        Twin twin = twins.present(name);
        return twin != null && twin.isWelcome() ? twin : null;
    }

    /** As it stands now. */
    private TwinState stateOf(Twin twin) {
        twin.subscriptions().forEach(subscription -> subscription.settle(queue.frontier()));
        return twin.state();
    }

    /** Answers with all that there is to say of one twin. */
    void show(Session session, MessageId id, AdminCommand.ShowTwin command) {
        inTurn(session, id, () -> show(session, id, command.rid()));
    }

    private void show(Session session, MessageId id, String name) {
        Twin twin = connected(name);
        if (twin != null) {
            describe(session, id, stateOf(twin), twin.held().size(), twin);
        } else {
            store.load(name, found -> describeStored(session, id, name, found), () -> unreadable(session, id));
        }
    }

    private void describeStored(Session session, MessageId id, String name, Optional<TwinState> found) {
        if (found.isPresent()) {
            describe(session, id, found.get(), found.get().held().size(), null);
        } else {
            session.error(id, Status.TARGET_NOT_FOUND, name);
            answered();
        }
    }

    private void describe(Session session, MessageId id, TwinState state, int heldIds, @Nullable Twin twin) {
        long head = queue.frontier();
        new Count(state, head, described -> {
                    Map<String, @Nullable Object> details = TwinDescription.details(state, heldIds, head, described);
                    addPresence(details, state.rid(), twin);
                    if (twin != null) {
                        addLive(described, twin);
                    }
                    session.success(id, Payload.of(details));
                    answered();
                })
                .next();
    }

    private static void addLive(List<Map<String, @Nullable Object>> described, Twin twin) {
        for (Map<String, @Nullable Object> each : described) {
            Subscription subscription = twin.subscription(String.valueOf(each.get("topic")));
            if (subscription != null) {
                each.put("state", subscription.feed().name().toLowerCase(Locale.ROOT));
                each.put("in_flight", (long) subscription.progress().inFlight());
            }
        }
    }

    private void unreadable(Session session, MessageId id) {
        session.error(id, "what is remembered cannot be read");
        answered();
    }

    /** What becomes of a description that took its time. */
    private interface Described {
        void accept(List<Map<String, @Nullable Object>> subscriptions);
    }

    /** Counts what the journal has for the subscriptions of one twin, one after the other. */
    private final class Count {
        private final TwinState twin;
        private final String tenant;
        private final long head;
        private final Described whenDone;
        private final ArrayDeque<SubscriptionState> left = new ArrayDeque<>();
        private final List<Map<String, @Nullable Object>> described = new ArrayList<>();

        // -- of the subscription that is being counted --
        private long messages;
        private int pages;

        Count(TwinState twin, long head, Described whenDone) {
            this.twin = twin;
            this.tenant = Tenancy.of(new Rid(twin.rid()), options).own();
            this.head = head;
            this.whenDone = whenDone;
            left.addAll(twin.subscriptions()
                    .subList(0, Math.min(twin.subscriptions().size(), TwinDescription.MOST_DESCRIBED)));
        }

        void next() {
            SubscriptionState subscription = left.poll();
            if (subscription == null) {
                whenDone.accept(described);
                return;
            }
            messages = 0;
            pages = 0;
            if (subscription.since().isNow() || subscription.position() >= head) {
                add(subscription, 0L, false);
            } else if (described.size() >= MOST_SUBSCRIPTIONS_COUNTED) {
                add(subscription, null, true);
            } else {
                read(subscription, subscription.position() + 1);
            }
        }

        private void add(SubscriptionState subscription, @Nullable Long counted, boolean more) {
            described.add(TwinDescription.subscription(subscription, head, counted, more));
            next();
        }

        private void read(SubscriptionState subscription, long from) {
            Topic filter = subscription.everyTopic() ? null : Topic.of(subscription.topic());
            journal.read(
                    new ReadRequest(tenant, filter, from, PAGE_RECORDS, PAGE_BYTES), page -> take(subscription, page));
        }

        private void take(SubscriptionState subscription, Page page) {
            pages++;
            for (Page.Stored stored : page.records()) {
                if (isFor(subscription, stored)) {
                    messages++;
                }
            }
            boolean atEnd = page.atHead() || page.next() > head;
            if (atEnd || page.damage() != null || messages >= MOST_COUNTED || pages >= MOST_PAGES) {
                add(subscription, messages, !atEnd);
            } else {
                read(subscription, page.next());
            }
        }

        private boolean isFor(SubscriptionState subscription, Page.Stored stored) {
            return stored.sequence() <= head
                    && !subscription.doneAbove().contains(stored.sequence())
                    && !stored.record().publisher().equals(twin.rid())
                    && !journal.isExpired(stored);
        }
    }
}
