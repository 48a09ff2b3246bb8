/**
 * The HTTP door (PROTOCOL.md section 11): requests on ports of their own, and on those for WebSocket.
 *
 * <p>Netty's decoder cuts the requests; what goes out passes the same bounded output as that of any connection. Towards the
 * router a request is a short-lived peer, so that the router knows nothing of HTTP. All of it runs on the loop.
 */
@NullMarked
package org.rembus.broker.transport.http;

import org.jspecify.annotations.NullMarked;
