/**
 * The journal as a log of segments: files of commit batches, each checked, each durable before anybody hears of it.
 *
 * <p>{@link org.rembus.broker.journal.log.view.View} is what the log says, kept so that it is found quickly; it can be made
 * again from the log, never the other way round.
 */
@NullMarked
package org.rembus.broker.journal.log;

import org.jspecify.annotations.NullMarked;
