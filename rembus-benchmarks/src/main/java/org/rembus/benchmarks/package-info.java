/**
 * JMH benchmarks of the code that every message passes.
 */
@NullMarked
package org.rembus.benchmarks;

import org.jspecify.annotations.NullMarked;
