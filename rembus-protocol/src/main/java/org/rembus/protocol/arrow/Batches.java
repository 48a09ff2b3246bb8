package org.rembus.protocol.arrow;

import java.util.Map;
import org.apache.arrow.flatbuf.DictionaryBatch;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.RecordBatch;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.ProtocolException;

/** The batches of a stream behind its schema, one after the other, with the dictionaries as they are there. */
final class Batches {
    private final Messages messages;
    private final Dictionaries dictionaries;

    Batches(Messages messages, Map<Long, Layout> dictionaries) {
        this.messages = messages;
        this.dictionaries = new Dictionaries(dictionaries);
    }

    /** The next one; null at the end. */
    @Nullable
    Batch next() throws ProtocolException {
        while (messages.next()) {
            switch (messages.kind()) {
                case MessageHeader.RecordBatch -> {
                    return new Batch(messages.header(new RecordBatch()), messages.body(), dictionaries);
                }
                case MessageHeader.DictionaryBatch -> dictionary(messages.header(new DictionaryBatch()));
                default -> throw new ProtocolException("a DataFrame with a message that is not known");
            }
        }
        return null;
    }

    private void dictionary(DictionaryBatch header) throws ProtocolException {
        RecordBatch values = header.data();
        if (values == null) {
            throw new ProtocolException("a DataFrame with a dictionary without values");
        }
        dictionaries.add(header.id(), new Batch(values, messages.body(), dictionaries), header.isDelta());
    }
}
