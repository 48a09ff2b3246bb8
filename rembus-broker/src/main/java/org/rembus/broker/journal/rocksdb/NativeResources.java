package org.rembus.broker.journal.rocksdb;

import java.util.ArrayDeque;
import java.util.Deque;
import org.rocksdb.AbstractNativeReference;

/** What lives outside the heap and must be released, the last first. */
final class NativeResources implements AutoCloseable {
    private final Deque<AbstractNativeReference> opened = new ArrayDeque<>();

    <T extends AbstractNativeReference> T own(T resource) {
        opened.push(resource);
        return resource;
    }

    @Override
    public void close() {
        while (!opened.isEmpty()) {
            opened.pop().close();
        }
    }
}
