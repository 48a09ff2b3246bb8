/**
 * Charts as SVG text, for pages of the documentation: readable on light and on dark ground, and the same text for the same
 * figures. For all benchmarks. No state, no input or output.
 */
@NullMarked
package org.rembus.benchmarks.plot;

import org.jspecify.annotations.NullMarked;
