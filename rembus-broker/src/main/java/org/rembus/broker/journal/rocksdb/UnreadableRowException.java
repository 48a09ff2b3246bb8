package org.rembus.broker.journal.rocksdb;

/** A row is not what a row of its kind can be. The message says how, in the words of a clause. */
final class UnreadableRowException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    UnreadableRowException(String complaint) {
        super(complaint);
    }
}
