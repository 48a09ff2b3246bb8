/**
 * What the router and a transport are to each other: a transport reports a connection and what comes on it, the router says what
 * is to go out. Everything is called on the router's thread.
 */
@NullMarked
package org.rembus.broker.routing.connection;

import org.jspecify.annotations.NullMarked;
