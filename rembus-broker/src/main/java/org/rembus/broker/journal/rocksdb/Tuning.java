package org.rembus.broker.journal.rocksdb;

import java.util.ArrayList;
import java.util.List;
import org.rocksdb.BlockBasedTableConfig;
import org.rocksdb.BloomFilter;
import org.rocksdb.Cache;
import org.rocksdb.ColumnFamilyDescriptor;
import org.rocksdb.ColumnFamilyOptions;
import org.rocksdb.CompressionType;
import org.rocksdb.DBOptions;
import org.rocksdb.InfoLogLevel;
import org.rocksdb.LRUCache;

/** How RocksDB is set up. What it keeps of its files in memory is within one cache, indexes and filters included. */
final class Tuning {
    private static final int MAX_OPEN_FILES = 512;
    private static final int BACKGROUND_JOBS = 2;
    private static final int NOTES_KEPT = 2;
    private static final long MAX_NOTES_BYTES = 1024 * 1024;
    private static final double BLOOM_BITS = 10;
    private static final int BLOCK_BYTES = 8 * 1024;
    private static final int ONE_SHARD = 0;
    private static final double SHARE_FOR_INDEXES = 0.5;

    private Tuning() {}

    static DBOptions database(RocksViewLimits limits, NativeResources resources) {
        return resources
                .own(new DBOptions())
                // One flush takes all families in, or none.
                .setAtomicFlush(true)
                .setParanoidChecks(true)
                .setDbWriteBufferSize(limits.bufferBytes())
                .setMaxOpenFiles(MAX_OPEN_FILES)
                .setMaxBackgroundJobs(BACKGROUND_JOBS)
                // The journal has what was not flushed; closing need not wait for the disk.
                .setAvoidFlushDuringShutdown(true)
                .setStatsDumpPeriodSec(0)
                .setStatsPersistPeriodSec(0)
                .setInfoLogLevel(InfoLogLevel.WARN_LEVEL)
                .setKeepLogFileNum(NOTES_KEPT)
                .setMaxLogFileSize(MAX_NOTES_BYTES);
    }

    static List<ColumnFamilyDescriptor> families(RocksViewLimits limits, NativeResources resources) {
        Cache cache = resources.own(new LRUCache(limits.cacheBytes(), ONE_SHARD, false, SHARE_FOR_INDEXES));
        BlockBasedTableConfig tables = new BlockBasedTableConfig()
                .setBlockCache(cache)
                .setBlockSize(BLOCK_BYTES)
                .setCacheIndexAndFilterBlocks(true)
                .setCacheIndexAndFilterBlocksWithHighPriority(true)
                .setFilterPolicy(resources.own(new BloomFilter(BLOOM_BITS)));
        List<ColumnFamilyDescriptor> families = new ArrayList<>();
        for (Family family : Family.values()) {
            ColumnFamilyOptions options = resources
                    .own(new ColumnFamilyOptions())
                    .setWriteBufferSize(limits.bufferBytes())
                    .setCompressionType(CompressionType.LZ4_COMPRESSION)
                    .setTableFormatConfig(tables);
            families.add(new ColumnFamilyDescriptor(family.bytes(), options));
        }
        return families;
    }
}
