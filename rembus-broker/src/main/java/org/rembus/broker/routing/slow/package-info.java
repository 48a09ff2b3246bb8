/**
 * What becomes of messages for a subscriber that takes them too slowly, and why messages are dropped at all.
 *
 * <p>Values and structures without a connection; the desks of {@code routing} use them, on the router's thread.
 */
@NullMarked
package org.rembus.broker.routing.slow;

import org.jspecify.annotations.NullMarked;
