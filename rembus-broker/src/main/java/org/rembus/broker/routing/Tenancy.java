package org.rembus.broker.routing;

import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.protocol.Rid;

/**
 * Where a component is, and whom it reaches. In a broker it reaches its own tenant. In a server there are two sides, whatever
 * tenants the names say: the server's own component on one, all its peers on the other, and each reaches the other side only
 * (PROTOCOL.md section 1).
 *
 * @param own where its subscriptions and services are
 * @param reached where it publishes and calls
 */
record Tenancy(String own, String reached) {
    private static final String PEERS = Rid.DEFAULT_TENANT;
    private static final String SERVER = "server";

    private static final Tenancy OF_PEER = new Tenancy(PEERS, SERVER);
    private static final Tenancy OF_SERVER = new Tenancy(SERVER, PEERS);

    /** That of the component of this name. */
    static Tenancy of(Rid rid, RouterOptions options) {
        return switch (options.role()) {
            case BROKER -> new Tenancy(rid.tenant(), rid.tenant());
            case SERVER -> rid.name().equals(options.name()) ? OF_SERVER : OF_PEER;
        };
    }
}
