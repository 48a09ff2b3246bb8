package org.rembus.broker.journal.rocksdb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.broker.journal.log.view.SegmentIndex;
import org.rembus.broker.journal.log.view.SegmentIndex.TopicBatches;
import org.rembus.broker.journal.log.view.View;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

/** The bytes of every kind of row. Who changes them raises {@link Milestones#LAYOUT} and says how old views are read. */
final class LayoutTest {
    private static final String RID = "alice";
    private static final MessageId ID = MessageId.ofHex("0102030405060708");

    /** Flags active and acknowledges, one service, three subscriptions. */
    private static final String ALICE = "01 03 01 0773657276696365 03 03"
            + " 01 03612f2a 12 03 01 02 02 01 05 00"
            + " 02 012a 0d 06 02 00"
            + " 03 0162 00 80a094a58d1d 00 04 00";

    @TempDir
    private Path folder;

    private static List<JournalEntry> entries() {
        return List.of(
                subscribed(1, "a/*", false, Since.LAST_RECEIVED, QoS.AT_LEAST_ONCE, Start.OLDEST),
                subscribed(2, "*", true, Since.NOW, QoS.EXACTLY_ONCE, Start.HERE),
                new TwinChange.Deactivated(RID),
                subscribed(3, "b", false, new Since(1_000_000_000_000L), QoS.AT_MOST_ONCE, Start.OLDEST),
                new TwinChange.Exposed(RID, "service"),
                new TwinChange.Activated(RID),
                new TwinChange.Advanced(RID, 1, 3),
                new TwinChange.Acknowledged(RID, 1, 5, 6),
                new TwinChange.Acknowledged(RID, 1, 11, 11),
                new TwinChange.Acknowledges(RID),
                new PublishRecord(1_000, ".", RID, PublishFlags.QOS2, ID, "topic", Payload.NO_ARGUMENTS),
                new TwinChange.Arrived("bob"),
                new TwinChange.Activated("carol"),
                new TwinChange.Deactivated("carol", TwinChange.Deactivated.HERE, TwinChange.Stop.CUT_OFF));
    }

    private static TwinChange subscribed(
            int number, String topic, boolean everyTopic, Since since, QoS ceiling, Start start) {
        return new TwinChange.Subscribed(RID, number, topic, everyTopic, since, ceiling, start);
    }

    private static String hex(String text) {
        return text.replace(" ", "");
    }

    private List<String> rows() {
        List<String> rows = new ArrayList<>();
        HexFormat hex = HexFormat.of();
        try (ViewDatabase database = ViewDatabase.open(folder.resolve("view"), RocksViewLimits.DEFAULT)) {
            for (Family family : Family.values()) {
                database.scanAll(
                        family, (key, row) -> rows.add(family + " " + hex.formatHex(key) + " " + hex.formatHex(row)));
            }
        }
        return rows;
    }

    @Test
    void rows_ofEveryKind_areTheseBytes() {
        try (View view = RocksView.open(folder.resolve("view"), RocksViewLimits.DEFAULT)) {
            long sequence = 0;
            for (JournalEntry entry : entries()) {
                view.apply(++sequence, entry);
            }
            view.addIndex(new SegmentIndex(258, 300, List.of(new TopicBatches(".", "a/b", new int[] {
                0, 64, 64 * 1024 * 1024 - 1
            }))));
            view.flush(sequence);
        }

        assertThat(rows())
                .containsExactly(
                        "DEFAULT 6c61796f7574 0000000000000001",
                        "DEFAULT 73657175656e6365 000000000000000e",
                        "TWINS 616c696365 " + hex(ALICE),
                        "TWINS 626f62 0100000000",
                        "TWINS 6361726f6c 0104000000",
                        "HELD 05616c696365 0100000000000003e8",
                        "HELD 05616c6963650102030405060708 000000000000000b00000000000003e8",
                        "INDEX 0000000000000102 ac02",
                        "INDEX 0000000000000102012e612f62 0040bfffff1f");
    }

    @Test
    void decode_whatWasCutOrGrown_isRefused() {
        byte[] row = HexFormat.of().parseHex(hex(ALICE));
        for (int length = 0; length < row.length + 3; length++) {
            byte[] other = Arrays.copyOf(row, length);
            if (length != row.length) {
                assertThatExceptionOfType(UnreadableRowException.class).isThrownBy(() -> TwinRow.decode(RID, other));
            }
        }
        assertThat(TwinRow.encode(TwinRow.decode(RID, row))).isEqualTo(row);
    }

    @Test
    void decode_anyByteChanged_isRefusedOrAnotherTwin() {
        byte[] row = HexFormat.of().parseHex(hex(ALICE));
        for (int at = 0; at < row.length; at++) {
            for (int value = 0; value < 256; value++) {
                byte[] other = row.clone();
                other[at] = (byte) value;
                decodeOrRefuse(other);
            }
        }
    }

    private static void decodeOrRefuse(byte[] row) {
        try {
            assertThat(TwinRow.decode(RID, row).rid()).isEqualTo(RID);
        } catch (UnreadableRowException e) {
            assertThat(e).hasMessageMatching(".+");
        }
    }
}
