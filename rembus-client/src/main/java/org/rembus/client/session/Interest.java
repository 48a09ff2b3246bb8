package org.rembus.client.session;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What the broker has been told and agreed to, so that it can be told again on the next connection. */
public final class Interest {
    private final Map<String, Bound> subscriptions = new LinkedHashMap<>();
    private final Set<String> services = new LinkedHashSet<>();
    private boolean reactive;

    Interest() {}

    public void onSubscribed(String topic, Bound from) {
        subscriptions.put(topic, from);
    }

    public void onUnsubscribed(String topic) {
        subscriptions.remove(topic);
    }

    public void onExposed(String topic) {
        services.add(topic);
    }

    public void onUnexposed(String topic) {
        services.remove(topic);
    }

    public void onReactive(boolean status) {
        reactive = status;
    }

    /**
     * The commands that bring a new connection to where the last one was.
     *
     * <p>A named component's twin may have forgotten or kept everything. When all its subscriptions begin now, {@code setup}
     * says everything at once. Else each is made again with its bound, which keeps a position that is there, and delivery
     * begins with {@code reactive}: the Python broker replays after that, not after {@code setup}. An anonymous component's
     * twin is always a new one: its subscriptions reach back to the end of what was heard on the last connection, no
     * further, or everything would come twice.
     *
     * @param gapNs how long nothing has been heard
     */
    List<Command> restoring(boolean named, long gapNs) {
        boolean onlyNow = subscriptions.values().stream().allMatch(Bound.NOW::equals);
        return reactive && onlyNow
                ? List.of(Command.setup(List.copyOf(subscriptions.keySet()), List.copyOf(services)))
                : restoringOneByOne(named, gapNs);
    }

    /** The same without {@code setup}, for a broker that refuses it as a whole, too. */
    List<Command> restoringOneByOne(boolean named, long gapNs) {
        List<Command> commands = new ArrayList<>();
        subscriptions.forEach(
                (topic, from) -> commands.add(Command.subscribe(topic, named ? from : from.atMost(gapNs))));
        services.forEach(topic -> commands.add(Command.expose(topic)));
        if (reactive) {
            commands.add(Command.reactive());
        }
        return commands;
    }
}
