package org.rembus.protocol.json;

import tools.jackson.core.JsonGenerator;
import tools.jackson.core.json.JsonFactory;

/** For whom a text is. */
enum Audience {
    /** Other programs, as they have agreed on it. */
    PEERS,

    /** People at a terminal. */
    PEOPLE;

    JsonFactory factory() {
        return this == PEERS ? Json.FACTORY : Json.VISIBLE;
    }

    /** Writes NaN or an infinity. */
    void writeNotFinite(double number, JsonGenerator json) {
        if (this == PEERS) {
            json.writeNull();
        } else {
            json.writeString(Double.toString(number));
        }
    }
}
