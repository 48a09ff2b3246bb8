/**
 * What surrounds a router that is measured alone: connections and a log that cost next to nothing.
 */
@NullMarked
package org.rembus.benchmarks.router;

import org.jspecify.annotations.NullMarked;
