/** The comparison with other brokers, without them. */
@NullMarked
package org.rembus.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
