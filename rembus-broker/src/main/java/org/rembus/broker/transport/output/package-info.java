/**
 * What goes out on a connection: it is collected in a turn of the loop, written at its end, and refused when it is too much.
 * Used on the loop.
 */
@NullMarked
package org.rembus.broker.transport.output;

import org.jspecify.annotations.NullMarked;
