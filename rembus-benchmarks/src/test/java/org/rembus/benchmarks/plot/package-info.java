/** Tests of the charts. */
@NullMarked
package org.rembus.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
