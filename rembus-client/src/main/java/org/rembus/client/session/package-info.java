/**
 * What a component and its broker owe each other: requests and answers, acknowledgements, retransmission, coming back
 * after a break. Pure state machines without sockets or threads.
 *
 * <p>{@link org.rembus.client.session.Session} is the whole; it and its parts are called by one thread, the event loop of
 * the component. Time and randomness are given to them, what they decide goes out through interfaces.
 */
@NullMarked
package org.rembus.client.session;

import org.jspecify.annotations.NullMarked;
