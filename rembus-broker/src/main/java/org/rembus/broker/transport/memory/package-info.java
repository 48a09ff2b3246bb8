/**
 * What input and output of all connections may hold together, and who has to wait or go without when it is much.
 * Used on the loop.
 */
@NullMarked
package org.rembus.broker.transport.memory;

import org.jspecify.annotations.NullMarked;
