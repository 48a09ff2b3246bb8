/**
 * The heap that components may make the broker keep, shared so that one of them cannot take what others need. Used on the
 * router's thread.
 */
@NullMarked
package org.rembus.broker.routing.room;

import org.jspecify.annotations.NullMarked;
