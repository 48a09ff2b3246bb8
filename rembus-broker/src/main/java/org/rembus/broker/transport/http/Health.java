package org.rembus.broker.transport.http;

import java.util.Optional;

/** How the broker is. Asked on the loop. */
public interface Health {
    /** Why it cannot do what it is there for; empty when all is well. */
    Optional<String> illness();

    /** Why nobody new should be sent to it; empty when it is ready. */
    Optional<String> unreadiness();
}
