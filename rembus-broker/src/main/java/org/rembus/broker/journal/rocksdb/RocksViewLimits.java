package org.rembus.broker.journal.rocksdb;

/**
 * How much memory a view may use.
 *
 * @param twinBytes about what the twins weigh that are kept ready to be changed, on the heap
 * @param cacheBytes what is kept of the files: blocks, indexes and filters, outside the heap
 * @param bufferBytes what may wait to be written to files, outside the heap; while it is being written, as much again
 */
public record RocksViewLimits(long twinBytes, long cacheBytes, long bufferBytes) {
    private static final long MIB = 1024 * 1024;

    /** Good for a million twins of which ten thousand are busy. */
    public static final RocksViewLimits DEFAULT = new RocksViewLimits(64 * MIB, 64 * MIB, 32 * MIB);

    public RocksViewLimits {
        if (twinBytes <= 0 || cacheBytes <= 0 || bufferBytes <= 0) {
            throw new IllegalArgumentException("a view needs memory of each kind");
        }
    }
}
