package org.rembus.broker.journal.rocksdb;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.HeldIds;
import org.rembus.protocol.MessageId;

/**
 * The ids held of one twin, each a row of its own, of which only those are in memory that changed since the rows were
 * written: so an id that comes and goes between two flushes costs no row, and a peer that never releases any costs no
 * memory.
 *
 * <p>A row's key is the twin's name and the id; its value the sequence that held the id, which gives the order, and the
 * time of receipt. One row, without an id, has the number of the others, and the latest time of receipt.
 *
 * <p>The bounds are those of {@link HeldIds}. Those of the oldest that are too many are hidden at once and deleted some at a
 * time, because finding them takes reading all.
 */
final class HeldRows {
    /** How many more rows there may be than ids are held. */
    static final int SLACK = 1_000;

    private final ViewDatabase database;
    private final byte[] headKey;
    private int count;
    private long newestNs;

    // -- since the rows were written; what is in both replaces a row --
    private final Map<MessageId, Held> added = new HashMap<>();
    private final Set<MessageId> removed = new HashSet<>();
    private boolean changed;

    private record Held(MessageId id, long sequence, long receivedNs) {}

    private HeldRows(String rid, ViewDatabase database) {
        this.database = database;
        this.headKey = new RowWriter().text(rid).toBytes();
    }

    static HeldRows of(String rid, ViewDatabase database) {
        HeldRows rows = new HeldRows(rid, database);
        byte[] head = database.get(Family.HELD, rows.headKey);
        if (head != null) {
            rows.readHead(head);
        }
        return rows;
    }

    private void readHead(byte[] head) {
        try {
            RowReader columns = new RowReader(head);
            count = (int) columns.number();
            newestNs = columns.fixed();
            columns.expectEnd();
        } catch (UnreadableRowException e) {
            throw database.unreadable(Family.HELD, e);
        }
    }

    void hold(long sequence, MessageId id, long receivedNs) {
        Held known = find(id);
        if (known == null) {
            count++;
        }
        if (known == null || isOld(known)) {
            forgetRow(known);
            added.put(id, new Held(id, sequence, receivedNs));
        }
        newestNs = Math.max(newestNs, receivedNs);
        changed = true;
        if (count > HeldIds.MAX_IDS + SLACK) {
            deleteSurplus();
        }
    }

    void release(MessageId id) {
        Held known = find(id);
        if (known != null) {
            forget(known);
        }
    }

    private void forget(Held held) {
        forgetRow(held);
        count--;
        changed = true;
    }

    private void forgetRow(@Nullable Held held) {
        if (held != null && added.remove(held.id()) == null) {
            removed.add(held.id());
        }
    }

    private @Nullable Held find(MessageId id) {
        Held recent = added.get(id);
        if (recent != null || removed.contains(id) || count == 0) {
            return recent;
        }
        byte[] row = database.get(Family.HELD, key(id));
        return row == null ? null : decode(id, row);
    }

    private boolean isOld(Held held) {
        return newestNs - held.receivedNs() > HeldIds.MAX_AGE_NS;
    }

    private void deleteSurplus() {
        List<Held> all = inOrder();
        Set<Held> kept = new HashSet<>(newest(all));
        for (Held held : all) {
            if (!kept.contains(held)) {
                forget(held);
            }
        }
    }

    /** How many there are, those that are too old or too many and not deleted yet included. */
    int count() {
        return count;
    }

    /** What is held, oldest first. */
    Map<MessageId, Long> snapshot() {
        Map<MessageId, Long> snapshot = new LinkedHashMap<>();
        if (count > 0) {
            newest(inOrder()).forEach(held -> snapshot.put(held.id(), held.receivedNs()));
        }
        return snapshot;
    }

    private List<Held> newest(List<Held> all) {
        List<Held> fresh = all.stream().filter(held -> !isOld(held)).toList();
        return fresh.subList(Math.max(0, fresh.size() - HeldIds.MAX_IDS), fresh.size());
    }

    private List<Held> inOrder() {
        List<Held> all = new ArrayList<>(added.values());
        database.scan(Family.HELD, headKey, (key, row) -> {
            if (key.length > headKey.length) {
                Held held = decode(id(key), row);
                if (!removed.contains(held.id())) {
                    all.add(held);
                }
            }
            return true;
        });
        all.sort(Comparator.comparingLong(Held::sequence));
        return all;
    }

    boolean isDirty() {
        return changed;
    }

    /** Writes what has changed since the last time. */
    void writeTo(RowBatch batch) {
        if (changed) {
            batch.put(
                    Family.HELD,
                    headKey,
                    new RowWriter().number(count).fixed(newestNs).toBytes());
            removed.forEach(id -> batch.delete(Family.HELD, key(id)));
            added.values().forEach(held -> batch.put(Family.HELD, key(held.id()), encode(held)));
        }
    }

    /** The rows are written. */
    void written() {
        removed.clear();
        added.clear();
        changed = false;
    }

    private byte[] key(MessageId id) {
        return new RowWriter().raw(headKey).raw(id.toByteArray()).toBytes();
    }

    private static MessageId id(byte[] key) {
        RowReader columns = new RowReader(key);
        columns.text();
        byte[] id = columns.rest();
        if (id.length > MessageId.MAX_LENGTH) {
            throw new UnreadableRowException("an id has " + id.length + " bytes");
        }
        return MessageId.of(id);
    }

    private static byte[] encode(Held held) {
        return new RowWriter().fixed(held.sequence()).fixed(held.receivedNs()).toBytes();
    }

    private Held decode(MessageId id, byte[] row) {
        try {
            RowReader columns = new RowReader(row);
            Held held = new Held(id, columns.fixed(), columns.fixed());
            columns.expectEnd();
            return held;
        } catch (UnreadableRowException e) {
            throw database.unreadable(Family.HELD, e);
        }
    }
}
