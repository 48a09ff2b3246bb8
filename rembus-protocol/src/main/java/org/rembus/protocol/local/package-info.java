/**
 * The way between a component and a broker in one process: messages go over as the bytes that they are, without a socket. Broker and
 * library stand on this, and so need not know each other.
 *
 * <p>No I/O and no thread of its own: whoever receives says where.
 */
@NullMarked
package org.rembus.protocol.local;

import org.jspecify.annotations.NullMarked;
