/** Components of the same process: connections without a socket, on the loop of the others and within the same bounds. */
@NullMarked
package org.rembus.broker.transport.local;

import org.jspecify.annotations.NullMarked;
