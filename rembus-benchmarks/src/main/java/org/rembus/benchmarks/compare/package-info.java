/**
 * Measures our broker beside others, in one run, each with its own load generator. Every other broker is a {@code Rival} of its
 * own; {@code rembus-benchmarks/compare} starts it.
 */
@NullMarked
package org.rembus.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
