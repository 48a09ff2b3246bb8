/**
 * The TCP transport (PROTOCOL.md section 3): a header byte, a length, a message. There is no handshake, no ping and no
 * goodbye.
 *
 * <p>Only {@link org.rembus.broker.transport.tcp.TcpListener} is used from outside. All else runs on the loop.
 */
@NullMarked
package org.rembus.broker.transport.tcp;

import org.jspecify.annotations.NullMarked;
