/**
 * How a stream of bytes is cut into messages: WebSocket frames (RFC 6455) after the handshake, or a length before each
 * message on TCP.
 *
 * <p>Pure code on arrays: no sockets, no threads, no clock. A reader or writer belongs to one connection and to the
 * thread that serves it. Broker and client both use it. What a peer does wrong is a value with a close
 * code, not an exception.
 */
@NullMarked
package org.rembus.protocol.framing;

import org.jspecify.annotations.NullMarked;
