/**
 * Very many components in one process, with nothing in them but what a broker notices: for loads that real components are too
 * heavy for. All peers of a fleet are of one thread; what it tells may be asked by any.
 */
@NullMarked
package org.rembus.benchmarks.peers;

import org.jspecify.annotations.NullMarked;
