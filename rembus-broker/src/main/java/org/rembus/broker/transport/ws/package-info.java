/**
 * The WebSocket transport (PROTOCOL.md section 3).
 *
 * <p>Netty carries the sockets and the HTTP request that a connection begins with; after it the pipeline holds one
 * handler of ours, which reads frames where they were received. Only
 * {@link org.rembus.broker.transport.ws.WebSocketListener} is used from outside. All else runs on the loop.
 */
@NullMarked
package org.rembus.broker.transport.ws;

import org.jspecify.annotations.NullMarked;
