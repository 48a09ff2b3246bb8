/**
 * How connections come in: a listener, what it asks of each before anything else is read, and who speaks to it then. Used on
 * the loop.
 */
@NullMarked
package org.rembus.broker.transport.arrival;

import org.jspecify.annotations.NullMarked;
