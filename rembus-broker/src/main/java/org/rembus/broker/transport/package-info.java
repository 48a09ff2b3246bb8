/**
 * Between sockets and the router: what every transport shares.
 *
 * <p>One folder below for each transport; each turns bytes into messages and back, keeps its bounds and knows nothing of
 * routing but {@link org.rembus.broker.routing.connection.Connection} and its events. Everything that belongs to a connection runs
 * on its {@link org.rembus.broker.transport.TransportLoop}; the budget and the counters may be used by any thread.
 */
@NullMarked
package org.rembus.broker.transport;

import org.jspecify.annotations.NullMarked;
