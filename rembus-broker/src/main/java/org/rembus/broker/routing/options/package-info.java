/**
 * What a router is told once, when it is made: limits, and what it does where the protocol leaves a choice. Immutable values.
 */
@NullMarked
package org.rembus.broker.routing.options;

import org.jspecify.annotations.NullMarked;
