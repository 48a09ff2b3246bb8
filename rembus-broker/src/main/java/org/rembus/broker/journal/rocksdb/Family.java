package org.rembus.broker.journal.rocksdb;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.rocksdb.RocksDB;

/** The kinds of rows, each in a column family of its own: all are flushed together. */
enum Family {
    /** The layout's version, and the sequence that the other rows stand for. RocksDB insists on the name. */
    DEFAULT,
    /** {@link TwinRow}, by the twin's name. */
    TWINS,
    /** {@link HeldRows}, by twin and id. */
    HELD,
    /** {@link TopicIndex}, by segment, tenant and topic. */
    INDEX;

    byte[] bytes() {
        return this == DEFAULT
                ? RocksDB.DEFAULT_COLUMN_FAMILY.clone()
                : name().toLowerCase(Locale.ROOT).getBytes(StandardCharsets.US_ASCII);
    }
}
