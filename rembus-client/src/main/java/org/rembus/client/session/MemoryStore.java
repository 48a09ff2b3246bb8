package org.rembus.client.session;

import java.util.ArrayList;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.function.Consumer;

/** Keeps messages as long as the process lives. Calls back within each call. */
public final class MemoryStore implements OutboxStore {
    private final NavigableMap<Long, Kept> messages = new TreeMap<>();

    @Override
    public void open(Opening opening) {
        opening.onOpened(Contents.NOTHING);
    }

    @Override
    public void add(Kept message, Outcome outcome) {
        messages.put(message.sequence(), message);
        outcome.onStored();
    }

    @Override
    public void acknowledge(Kept message, Outcome outcome) {
        messages.remove(message.sequence());
        outcome.onStored();
    }

    @Override
    public void remove(long sequence) {
        messages.remove(sequence);
    }

    @Override
    public void read(long after, Reading reading) {
        List<Kept> page = new ArrayList<>();
        long bytes = 0;
        for (Kept each : messages.tailMap(after, false).values()) {
            bytes += each.bytes();
            if (page.size() == PAGE_MESSAGES || !page.isEmpty() && bytes > PAGE_BYTES) {
                break;
            }
            page.add(each);
        }
        reading.onPage(page);
    }

    @Override
    public boolean isLasting() {
        return false;
    }

    @Override
    public void close(Consumer<Kept> lost, Runnable done) {
        messages.values().forEach(lost);
        messages.clear();
        done.run();
    }
}
