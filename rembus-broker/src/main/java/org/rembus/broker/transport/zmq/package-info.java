/**
 * The ZeroMQ transport (PROTOCOL.md section 3): to its peers the broker is a ROUTER. Multiparts are cut and written here, on
 * the sockets that all transports share, so that each peer has an output, bounds and an end of its own; why, docs/decisions
 * tells.
 *
 * <p>Only {@link org.rembus.broker.transport.zmq.ZmqListener} is used from outside. All else runs on the loop.
 */
@NullMarked
package org.rembus.broker.transport.zmq;

import org.jspecify.annotations.NullMarked;
