/**
 * What becomes of messages and calls between the event loop and the application's handlers.
 *
 * <p>{@link org.rembus.client.handlers.Dispatcher} belongs to the event loop; handlers run on the component's executor. Each
 * subscription has a queue and one handler call at a time, each service so many calls at once. Everything is bounded.
 */
@NullMarked
package org.rembus.client.handlers;

import org.jspecify.annotations.NullMarked;
