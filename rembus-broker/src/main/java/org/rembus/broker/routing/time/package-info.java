/**
 * The time that the router is given, and what is due at a time. Used on the router's thread.
 */
@NullMarked
package org.rembus.broker.routing.time;

import org.jspecify.annotations.NullMarked;
