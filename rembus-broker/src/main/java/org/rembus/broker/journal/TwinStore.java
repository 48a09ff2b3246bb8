package org.rembus.broker.journal;

import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/** What is remembered of named components: a view of the journal's {@link TwinChange}s. Router's thread only. */
public interface TwinStore extends AutoCloseable {

    /**
     * Looks up a twin as of the last durable entry. {@code whenLoaded} gets it, empty for a name never heard of, on the
     * router's thread, possibly before this returns.
     */
    void load(String rid, Consumer<Optional<TwinState>> whenLoaded);

    /** Calls back for each known name with the topics that it exposes, once, when the router starts. */
    void forEachExposer(BiConsumer<String, Iterable<String>> visitor);

    @Override
    void close();
}
