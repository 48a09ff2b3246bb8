/**
 * What goes through the router, by connection and by topic: counted in plain numbers by the router's thread, and only while
 * somebody watches where it costs anything.
 */
@NullMarked
package org.rembus.broker.routing.traffic;

import org.jspecify.annotations.NullMarked;
