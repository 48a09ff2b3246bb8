package org.rembus.protocol.arrow;

import java.util.List;
import org.rembus.protocol.ProtocolException;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.SerializableString;

/** A field of a row or of a struct. */
record Member(SerializableString name, Layout layout) {

    /** The columns of these members, in one batch. */
    static Column[] read(List<Member> members, Batch batch) throws ProtocolException {
        Column[] columns = new Column[members.size()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = members.get(i).layout.read(batch);
        }
        return columns;
    }

    /** Writes one row of these members' columns as an object. */
    static void write(List<Member> members, Column[] columns, int row, JsonGenerator json) throws ProtocolException {
        json.writeStartObject();
        for (int i = 0; i < columns.length; i++) {
            json.writeName(members.get(i).name);
            columns[i].write(row, json);
        }
        json.writeEndObject();
    }
}
