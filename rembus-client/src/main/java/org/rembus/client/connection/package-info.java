/**
 * Sockets: how a component reaches its broker over WebSocket, TCP or ZeroMQ, and the event loop that all of the component's state lives on.
 *
 * <p>A link and its handlers belong to one event loop. Other threads reach it through the
 * {@link org.rembus.client.connection.CommandQueue} only.
 */
@NullMarked
package org.rembus.client.connection;

import org.jspecify.annotations.NullMarked;
