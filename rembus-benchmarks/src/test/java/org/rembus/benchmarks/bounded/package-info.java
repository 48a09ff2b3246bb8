/** Short forms of what {@code rembus-benchmarks/bounded} measures, that run with every build. */
@NullMarked
package org.rembus.benchmarks.bounded;

import org.jspecify.annotations.NullMarked;
