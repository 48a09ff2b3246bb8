/**
 * The component: connect to a broker, publish, subscribe, call and serve, blocking or asynchronously.
 * What an application touches is public here; the rest is the connection behind it.
 */
@NullMarked
package org.rembus.client;

import org.jspecify.annotations.NullMarked;
