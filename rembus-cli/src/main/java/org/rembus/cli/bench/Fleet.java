package org.rembus.cli.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Rembus;

/** Components that are connected, and closed, together. */
record Fleet(List<Component> components) implements AutoCloseable {

    /** @throws org.rembus.client.RembusException if one cannot connect; none is connected then */
    static Fleet connect(ComponentOptions options, int count) {
        Fleet fleet = new Fleet(new ArrayList<>());
        try {
            for (int i = 0; i < count; i++) {
                fleet.components.add(Rembus.component(options));
            }
            return fleet;
        } catch (RuntimeException e) {
            fleet.close();
            throw e;
        }
    }

    Component first() {
        return components.get(0);
    }

    /** All but the first. */
    List<Component> others() {
        return components.subList(1, components.size());
    }

    /** All at the same time. */
    @Override
    public void close() {
        List<CompletableFuture<Void>> closing =
                components.stream().map(component -> component.async().close()).toList();
        closing.forEach(CompletableFuture::join);
    }
}
