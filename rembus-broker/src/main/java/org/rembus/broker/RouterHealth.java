package org.rembus.broker;

import java.util.Optional;
import org.rembus.broker.routing.Router;
import org.rembus.broker.transport.http.Health;

/** How a router is, and with it the broker: who can ask it finds it with all that it remembers. */
final class RouterHealth implements Health {
    private final Router router;

    RouterHealth(Router router) {
        this.router = router;
    }

    @Override
    public Optional<String> illness() {
        return router.journalFailure().map(reason -> "nothing is stored or acknowledged: " + reason);
    }

    @Override
    public Optional<String> unreadiness() {
        return router.isStopping() ? Optional.of("the broker is stopping") : illness();
    }
}
