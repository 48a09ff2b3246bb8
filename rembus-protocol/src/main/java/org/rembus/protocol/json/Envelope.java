package org.rembus.protocol.json;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The text of a message without that of its payload, which may be long, belong to other messages too, and be there later. */
public final class Envelope {
    private final byte[] text;
    private final List<Integer> places;

    /** @param places where in the text the payload's belongs, in order */
    Envelope(byte[] text, List<Integer> places) {
        this.text = text;
        this.places = List.copyOf(places);
    }

    /** The pieces of the whole text, in order, in a list of the caller's; the payload's is that array, as often as it belongs there. */
    public List<byte[]> around(byte[] payload) {
        List<byte[]> pieces = new ArrayList<>(2 * places.size() + 2);
        int from = 0;
        for (int place : places) {
            pieces.add(Arrays.copyOfRange(text, from, place));
            pieces.add(payload);
            from = place;
        }
        pieces.add(Arrays.copyOfRange(text, from, text.length));
        return pieces;
    }
}
