/**
 * The bytes of a segment: its header, its batches and the records in them, written, read and checked. No files and no threads.
 */
@NullMarked
package org.rembus.broker.journal.log.format;

import org.jspecify.annotations.NullMarked;
