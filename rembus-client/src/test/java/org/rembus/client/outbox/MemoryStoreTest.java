package org.rembus.client.outbox;

import java.util.concurrent.Executor;
import org.rembus.client.session.MemoryStore;
import org.rembus.client.session.OutboxStore;

final class MemoryStoreTest extends OutboxStoreContract {
    @Override
    OutboxStore create(Executor session) {
        return new MemoryStore();
    }
}
