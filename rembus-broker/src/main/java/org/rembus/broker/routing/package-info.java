/**
 * The broker's calm centre: twins, topics, services and who gets what.
 *
 * <p>{@link org.rembus.broker.routing.Router} is a deterministic state machine. One thread calls it; it does no I/O,
 * reads no clock, starts no thread and takes no lock. Time and randomness are given to it, what it decides goes out
 * through {@link org.rembus.broker.routing.connection.Connection} and the journal. So a test drives it without a socket, and a
 * fault that a seed found replays.
 */
@NullMarked
package org.rembus.broker.routing;

import org.jspecify.annotations.NullMarked;
