/**
 * The view of the log in RocksDB: twins that fit into no memory, and the index of sealed segments.
 *
 * <p>{@link org.rembus.broker.journal.rocksdb.RocksView} is the door, and the one thread that uses it is its caller's. The
 * database keeps no log of its own: after a crash it is as it was at its last flush, and the journal is read from there.
 */
@NullMarked
package org.rembus.broker.journal.rocksdb;

import org.jspecify.annotations.NullMarked;
