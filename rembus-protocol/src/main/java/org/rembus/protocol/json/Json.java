package org.rembus.protocol.json;

import org.rembus.protocol.Limits;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.TokenStreamFactory;
import tools.jackson.core.exc.StreamConstraintsException;
import tools.jackson.core.json.JsonFactory;

/** How JSON is read and written here. */
final class Json {
    /** Of a number: turning digits into a number takes longer than in proportion to them. */
    static final int MAX_DIGITS = 4_000;

    /** What a message has around its arguments. */
    private static final int ENVELOPE_NESTING = 4;

    static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.HIGHEST_NESTING + ENVELOPE_NESTING)
                    .maxNumberLength(MAX_DIGITS)
                    .maxStringLength(Integer.MAX_VALUE)
                    .maxNameLength(Integer.MAX_VALUE)
                    .build())
            .streamWriteConstraints(StreamWriteConstraints.builder()
                    .maxNestingDepth(Integer.MAX_VALUE)
                    .build())
            .build();

    /** What people read, and whoever is written to goes on to write to. */
    static final JsonFactory VISIBLE = FACTORY.rebuild()
            .characterEscapes(new VisibleText())
            .disable(StreamWriteFeature.AUTO_CLOSE_TARGET)
            .build();

    /** Of texts whose members have so many names that they would fill the memory if each were kept for the next time. */
    private static final JsonFactory FORGETFUL = FACTORY.rebuild()
            .disable(TokenStreamFactory.Feature.CANONICALIZE_PROPERTY_NAMES)
            .build();

    private static final int LONG_BYTES = 64 * 1024;

    private Json() {}

    static JsonParser parser(byte[] array, int offset, int length) {
        JsonFactory factory = length > LONG_BYTES ? FORGETFUL : FACTORY;
        return factory.createParser(ObjectReadContext.empty(), array, offset, length);
    }

    /** What is wrong with a text, without a part of it: Jackson's own words quote it. */
    static ProtocolException notJson(JacksonException wrong) {
        if (wrong instanceof StreamConstraintsException) {
            return new ProtocolException("not JSON that can be taken: too long a number, or nested too deep");
        }
        long at = wrong.getLocation() == null ? -1 : wrong.getLocation().getByteOffset();
        String where = at < 0 ? "" : ", at byte " + at;
        return new ProtocolException("not JSON" + where);
    }
}
