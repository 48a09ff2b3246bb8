package org.rembus.client.tracing;

import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Timeout;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Rembus;
import org.rembus.client.ScriptedBroker;

/** A component whose spans are recorded, at a broker that does as it is told. */
@Timeout(60)
abstract class SpansFixture {
    @AutoClose
    final ScriptedBroker broker = ScriptedBroker.start();

    @AutoClose
    final RecordedSpans spans = new RecordedSpans();

    @AutoClose
    final Component component = Rembus.component(ComponentOptions.builder()
            .address(broker.url())
            .tracing(spans.tracing())
            .build());
}
