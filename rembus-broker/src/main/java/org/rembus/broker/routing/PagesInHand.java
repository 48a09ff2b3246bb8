package org.rembus.broker.routing;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Page;

/**
 * The pages that were read for subscriptions and have not been given out to the end: the one that is being given out, and
 * the one after it. Bounded in bytes: beyond, the eldest subscription's go, and are read again.
 */
final class PagesInHand {
    /** Of one subscription. */
    static final int MAX_PAGES = 2;

    private final long maxBytes;
    private final Map<Subscription, Deque<Rest>> rests = new LinkedHashMap<>();
    private long bytes;

    /** @param maxBytes about how much all of them may weigh */
    PagesInHand(long maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** What has not been given out of a page. */
    static final class Rest {
        private final Page page;
        private final long from;
        private final long weight;
        private int given;
        private boolean begun;

        Rest(Page page, long from) {
            this.page = page;
            this.from = from;
            this.weight = page.records().stream()
                    .mapToLong(stored -> stored.record().weight())
                    .sum();
        }

        Page page() {
            return page;
        }

        /** The next message; null when that was all. */
        Page.@Nullable Stored peek() {
            return given < page.records().size() ? page.records().get(given) : null;
        }

        /** The message that {@link #peek} gave is done with. */
        void skip() {
            given++;
        }

        /** Whether this is the first time that this is asked. */
        boolean begin() {
            boolean isNew = !begun;
            begun = true;
            return isNew;
        }

        private boolean goesOnAt(long cursor) {
            return from <= cursor && cursor <= page.next() && !hasSkipped(cursor);
        }

        /** Whether the cursor has been set back since. */
        private boolean hasSkipped(long cursor) {
            return given > 0 && page.records().get(given - 1).sequence() >= cursor;
        }
    }

    /** Adds the page that begins at {@code from}, behind the one that there may be. */
    void add(Subscription subscription, long from, Page page) {
        Rest rest = new Rest(page, from);
        rests.computeIfAbsent(subscription, any -> new ArrayDeque<>(MAX_PAGES)).add(rest);
        bytes += rest.weight;
        while (bytes > maxBytes && rests.size() > 1) {
            forget(rests.keySet().iterator().next());
        }
    }

    /** The page that goes on where the subscription is; those that do not are forgotten. Null when there is none. */
    @Nullable
    Rest at(Subscription subscription) {
        Deque<Rest> pages = rests.get(subscription);
        if (pages == null) {
            return null;
        }
        Rest first = pages.peek();
        if (first == null || !first.goesOnAt(subscription.cursor())) {
            forget(subscription);
            return null;
        }
        return first;
    }

    /** The first page has been given out. */
    void removeFirst(Subscription subscription) {
        Deque<Rest> pages = rests.get(subscription);
        Rest first = pages == null ? null : pages.poll();
        if (first != null) {
            bytes -= first.weight;
        }
        if (pages != null && pages.isEmpty()) {
            rests.remove(subscription);
        }
    }

    /** How many the subscription has. */
    int count(Subscription subscription) {
        Deque<Rest> pages = rests.get(subscription);
        return pages == null ? 0 : pages.size();
    }

    /** The subscription gets no more of what was read. */
    void forget(Subscription subscription) {
        Deque<Rest> pages = rests.remove(subscription);
        if (pages != null) {
            pages.forEach(rest -> bytes -= rest.weight);
        }
    }

    /** Whether so much is there that it may have to go before it is wanted. */
    boolean isCrowded() {
        return bytes > maxBytes / 2;
    }

    long bytes() {
        return bytes;
    }
}
