package org.rembus.protocol.arrow;

import org.rembus.protocol.ProtocolException;
import tools.jackson.core.JsonGenerator;

/** One column of one batch, or what is in one: a list's elements, a struct's members, the values of a dictionary. */
record Column(int length, Validity validity, Cell cell) {

    void write(int row, JsonGenerator json) throws ProtocolException {
        if (row < 0 || row >= length) {
            throw new ProtocolException("a DataFrame that points to a value which is not there");
        }
        if (validity.isNull(row)) {
            json.writeNull();
        } else {
            cell.write(row, json);
        }
    }
}
