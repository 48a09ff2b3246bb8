package org.rembus.protocol.arrow;

import org.rembus.protocol.ProtocolException;
import tools.jackson.core.JsonGenerator;

/** Writes the value in a row of one column, which is not null there. */
@FunctionalInterface
interface Cell {
    void write(int row, JsonGenerator json) throws ProtocolException;
}
