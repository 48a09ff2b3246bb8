package org.rembus.client.handlers;

import java.util.function.LongSupplier;
import org.rembus.protocol.Version;

/** The services that every component answers when it is addressed (PROTOCOL.md section 7). */
public final class BuiltIn {
    private static final long SECOND_NS = 1_000_000_000L;

    private BuiltIn() {}

    /** @param uptimeNs how long the component exists */
    public static void install(Dispatcher dispatcher, String name, LongSupplier uptimeNs) {
        dispatcher.buildIn("rid", call -> name);
        dispatcher.buildIn("version", call -> Version.current());
        dispatcher.buildIn("uptime", call -> "up for " + uptimeNs.getAsLong() / SECOND_NS + " seconds");
    }
}
