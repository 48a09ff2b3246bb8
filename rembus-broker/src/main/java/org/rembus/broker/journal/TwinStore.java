package org.rembus.broker.journal;

import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedSet;
import java.util.function.Consumer;
import java.util.function.Predicate;

/** What is remembered of named components: a view of the journal's {@link TwinChange}s. Router's thread only. */
public interface TwinStore extends AutoCloseable {

    /**
     * Looks up a twin as of the last durable entry. {@code whenLoaded} gets it, empty for a name never heard of, on the
     * router's thread, possibly before this returns.
     *
     * @param whenFailed runs instead when what is remembered cannot be read
     */
    void load(String rid, Consumer<Optional<TwinState>> whenLoaded, Runnable whenFailed);

    /** Calls back for each twin, as of the last durable entry, once, when the router starts. */
    void forEach(Consumer<Known> visitor);

    /** Calls back with what is remembered of each twin, the ids held aside, as {@link #forEach} does. */
    void forEachState(Consumer<TwinState> visitor);

    /**
     * Lists twins by their names, as of the last durable entry. {@code whenListed} gets them on the router's thread, possibly
     * before this returns: fewer than {@code limit} when there are no more.
     *
     * @param after the name behind which to begin; the empty one for the first
     * @param whenFailed runs instead when what is remembered cannot be read
     */
    void list(String after, int limit, Consumer<List<Listed>> whenListed, Runnable whenFailed);

    /**
     * One twin of a list: some numbers only, since a twin may have a hundred thousand subscriptions.
     *
     * @param position the lowest of its subscriptions; empty when there is none
     * @param replaysAfter the lowest of those of its subscriptions that replay; empty when none does
     * @param heldIds how many ids are held, about
     */
    record Listed(
            String rid,
            int subscriptions,
            int services,
            OptionalLong position,
            OptionalLong replaysAfter,
            int heldIds) {
        public static Listed of(TwinState twin, int heldIds) {
            return new Listed(
                    twin.rid(),
                    twin.subscriptions().size(),
                    twin.exposed().size(),
                    lowest(twin, subscription -> true),
                    lowest(twin, subscription -> !subscription.since().isNow()),
                    heldIds);
        }

        private static OptionalLong lowest(TwinState twin, Predicate<TwinState.SubscriptionState> which) {
            return twin.subscriptions().stream()
                    .filter(which)
                    .mapToLong(TwinState.SubscriptionState::position)
                    .min();
        }
    }

    /**
     * What the router knows of a twin whose component is away.
     *
     * @param exposed in the order of exposing
     * @param active whether delivery was going on when an earlier router ended: it had no time to say that it stopped
     */
    record Known(String rid, SequencedSet<String> exposed, boolean active) {}

    @Override
    void close();
}
