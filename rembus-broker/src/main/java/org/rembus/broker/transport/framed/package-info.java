/**
 * A connection that carries frames, of whichever transport: what comes is cut into messages, what goes is written as frames, and
 * a peer that is gone without a word is noticed. Used on the loop.
 */
@NullMarked
package org.rembus.broker.transport.framed;

import org.jspecify.annotations.NullMarked;
