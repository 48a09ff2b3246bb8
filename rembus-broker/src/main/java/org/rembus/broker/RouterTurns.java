package org.rembus.broker;

import java.time.Instant;
import org.rembus.broker.routing.Router;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.Turns;

/** Tells the router when the loop's turns begin, with the time, and when they end. */
final class RouterTurns implements Turns {
    private static final long NS_PER_SECOND = 1_000_000_000;

    private final Router router;
    private final TransportLoop loop;

    RouterTurns(Router router, TransportLoop loop) {
        this.router = router;
        this.loop = loop;
    }

    @Override
    public void begin() {
        Instant now = Instant.now();
        router.advance(loop.nowNs(), now.getEpochSecond() * NS_PER_SECOND + now.getNano());
    }

    @Override
    public void end() {
        if (router.endTurn()) {
            loop.eventLoop().execute(loop::enterTurn);
        }
    }
}
