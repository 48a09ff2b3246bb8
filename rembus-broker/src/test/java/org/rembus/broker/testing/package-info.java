/**
 * What tests of the broker, in this module and others, are made of: peers that can misbehave, clocks that stand still.
 *
 * <p>Used by one thread each unless they say otherwise. They fail the test when nothing happens for ten seconds.
 */
@NullMarked
package org.rembus.broker.testing;

import org.jspecify.annotations.NullMarked;
