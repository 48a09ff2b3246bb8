package org.rembus.broker.journal.log.format;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.broker.journal.PublishRecord;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;

/** Records as bytes: once released, the layout is for good. */
final class EntryCodecTest {
    private static final Map<JournalEntry, String> GOLDEN = new LinkedHashMap<>();

    static {
        GOLDEN.put(
                new PublishRecord(
                        0x0102030405060708L,
                        "t",
                        "al",
                        PublishFlags.QOS1_SLOT,
                        MessageId.ofHex("a1a2a3a4"),
                        "a/b",
                        Payload.ofArguments(1)),
                "01" + "000174" + "0003612f62" + "50" + "0002616c" + "04a1a2a3a4" + "0102030405060708" + "8101");
        GOLDEN.put(
                new PublishRecord(1, ".", "é", PublishFlags.QOS0, null, "€", Payload.NO_ARGUMENTS),
                "01" + "00012e" + "0003e282ac" + "00" + "0002c3a9" + "0000000000000001" + "80");
        GOLDEN.put(new TwinChange.Arrived("al"), "02" + "0002616c");
        GOLDEN.put(new TwinChange.Activated("al"), "03" + "0002616c");
        GOLDEN.put(
                new TwinChange.Deactivated("al", 7, TwinChange.Stop.CUT_OFF), "0d" + "0002616c" + "0000000000000007");
        GOLDEN.put(new TwinChange.Deactivated("al"), "04" + "0002616c" + "7fffffffffffffff");
        GOLDEN.put(
                new TwinChange.Subscribed("al", 7, "a/*", true, Since.LAST_RECEIVED, QoS.AT_LEAST_ONCE, Start.HERE),
                "05" + "0002616c" + "00000007" + "0003612f2a" + "03" + "7fffffffffffffff" + "01");
        GOLDEN.put(
                new TwinChange.Subscribed("al", 8, "b", false, new Since(5), QoS.EXACTLY_ONCE, Start.OLDEST),
                "05" + "0002616c" + "00000008" + "000162" + "00" + "0000000000000005" + "02");
        GOLDEN.put(new TwinChange.Unsubscribed("al", "b"), "06" + "0002616c" + "000162");
        GOLDEN.put(new TwinChange.Exposed("al", "b"), "07" + "0002616c" + "000162");
        GOLDEN.put(new TwinChange.Unexposed("al", "b"), "08" + "0002616c" + "000162");
        GOLDEN.put(
                new TwinChange.Acknowledged("al", 7, 8, 9),
                "09" + "0002616c" + "00000007" + "0000000000000008" + "0000000000000009");
        GOLDEN.put(new TwinChange.Advanced("al", 7, 8), "0a" + "0002616c" + "00000007" + "0000000000000008");
        GOLDEN.put(new TwinChange.Released("al", MessageId.ofHex("ff")), "0b" + "0002616c" + "01ff");
        GOLDEN.put(new TwinChange.Acknowledges("al"), "0c" + "0002616c");
    }

    private static byte[] encode(JournalEntry entry) {
        RecordOutput out = new RecordOutput(16);
        EntryCodec.write(entry, out);
        return Arrays.copyOf(out.array(), out.position());
    }

    private static JournalEntry decode(byte[] record) throws ProtocolException {
        return EntryCodec.read(new RecordInput(record, new TextPool()).at(Integer.BYTES, record.length));
    }

    @Test
    void golden_everyKindOfEntry_isThere() {
        Set<Class<?>> kinds = GOLDEN.keySet().stream().map(Object::getClass).collect(Collectors.toSet());

        assertThat(kinds).containsAll(List.of(TwinChange.class.getPermittedSubclasses()));
        assertThat(kinds).contains(PublishRecord.class);
        assertThat(JournalEntry.class.getPermittedSubclasses()).hasSize(2);
    }

    @Test
    void write_everyKind_givesTheBytesThatWereAlwaysGiven() {
        GOLDEN.forEach((entry, bytes) -> {
            String length = HexFormat.of().toHexDigits(bytes.length() / 2);
            assertThat(HexFormat.of().formatHex(encode(entry))).as("%s", entry).isEqualTo(length + bytes);
        });
    }

    @Test
    void read_everyKind_isWhatWasWritten() throws ProtocolException {
        for (JournalEntry entry : GOLDEN.keySet()) {
            assertThat(decode(encode(entry))).isEqualTo(entry);
        }
    }

    @Test
    void read_everyFlag_isWhatWasWritten() throws ProtocolException {
        for (PublishFlags flags : PublishFlags.values()) {
            MessageId id = flags.hasId() ? MessageId.of(77, 16) : null;
            PublishRecord publish = new PublishRecord(5, "t", "p", flags, id, "topic", Payload.of("text"));
            assertThat(decode(encode(publish))).isEqualTo(publish);
        }
    }

    @Test
    void read_cutOffAnywhere_isRefused() {
        for (JournalEntry entry : GOLDEN.keySet()) {
            if (entry instanceof TwinChange) {
                byte[] record = encode(entry);
                for (int length = Integer.BYTES; length < record.length; length++) {
                    byte[] cut = Arrays.copyOf(record, length);
                    assertThatThrownBy(() -> decode(cut)).isInstanceOf(ProtocolException.class);
                }
            }
        }
    }

    @Test
    void read_unknownKind_isRefused() {
        byte[] record = encode(new TwinChange.Arrived("al"));
        record[Integer.BYTES] = 99;

        assertThatThrownBy(() -> decode(record))
                .isInstanceOf(ProtocolException.class)
                .hasMessageContaining("99");
    }

    @Test
    void read_manyTexts_areNotMixedUp() throws ProtocolException {
        TextPool pool = new TextPool();
        for (int round = 0; round < 2; round++) {
            for (int i = 0; i < 5000; i++) {
                byte[] record = encode(new TwinChange.Arrived("name" + i));
                RecordInput in = new RecordInput(record, pool).at(Integer.BYTES, record.length);
                assertThat(EntryCodec.read(in)).isEqualTo(new TwinChange.Arrived("name" + i));
            }
        }
    }
}
