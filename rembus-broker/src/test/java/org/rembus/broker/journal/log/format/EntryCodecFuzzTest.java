package org.rembus.broker.journal.log.format;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.rembus.broker.journal.JournalEntry;
import org.rembus.protocol.ProtocolException;

/** Any bytes behind its length are an entry, which can be written and read again, or a {@link ProtocolException}. */
final class EntryCodecFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void record_anyBytes_areAnEntryOrAProtocolException(byte[] input) throws ProtocolException {
        JournalEntry entry;
        try {
            entry = read(input, 0);
        } catch (ProtocolException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
            return;
        }
        RecordOutput out = new RecordOutput(16);
        EntryCodec.write(entry, out);
        assertThat(read(Arrays.copyOf(out.array(), out.position()), Integer.BYTES))
                .isEqualTo(entry);
    }

    private static JournalEntry read(byte[] record, int at) throws ProtocolException {
        return EntryCodec.read(new RecordInput(record, new TextPool()).at(at, record.length));
    }
}
