/**
 * What the log asks of the view that is kept of it: the state of twins, and where in which segment a topic is.
 */
@NullMarked
package org.rembus.broker.journal.log.view;

import org.jspecify.annotations.NullMarked;
