/**
 * How far a subscription has got in the journal. Used on the router's thread.
 */
@NullMarked
package org.rembus.broker.routing.progress;

import org.jspecify.annotations.NullMarked;
