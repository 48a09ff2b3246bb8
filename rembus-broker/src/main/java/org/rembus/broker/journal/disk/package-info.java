/**
 * The files of one data directory. All of the journal's access to files goes through
 * {@link org.rembus.broker.journal.disk.Disk}, so that a simulator can stand in for it.
 *
 * <p>Everything here may block, and may be called from any thread but the loops'.
 */
@NullMarked
package org.rembus.broker.journal.disk;

import org.jspecify.annotations.NullMarked;
