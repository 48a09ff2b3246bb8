package org.rembus.broker.transport.translation;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * The text of a long message on its way to JSON peers, as a WebSocket frame or an event of HTTP, while it is made aside.
 *
 * @param source whose JSON it has: texts of one source take memory once
 * @param likelyBytes about how long that JSON will be
 * @param json begins to make it, when it is asked for first; what is made is not to be changed
 * @param pieces what is written once it is there: the JSON itself, as often as it belongs there, and what is around it
 */
public record LongText(
        Object source,
        int likelyBytes,
        Supplier<CompletableFuture<byte[]>> json,
        Function<byte[], List<Piece>> pieces) {

    /**
     * A part of an array that others may have, too: the array takes memory once.
     *
     * @param array not to be changed
     */
    public record Piece(byte[] array, int from, int to) {
        /** All of an array. */
        public static Piece of(byte[] array) {
            return new Piece(array, 0, array.length);
        }

        public int length() {
            return to - from;
        }
    }
}
