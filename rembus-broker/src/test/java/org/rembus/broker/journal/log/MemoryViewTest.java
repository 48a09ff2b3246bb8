package org.rembus.broker.journal.log;

import org.rembus.broker.journal.log.view.View;
import org.rembus.broker.testing.MemoryView;

final class MemoryViewTest extends ViewContract {
    private final MemoryView memory = new MemoryView();

    @Override
    protected View open() {
        memory.crash();
        return memory;
    }
}
