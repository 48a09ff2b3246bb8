package org.rembus.broker.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.util.List;
import org.rembus.broker.transport.translation.LongText.Piece;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Topic;
import org.rembus.protocol.json.CborToJson;

/** One message as a Server-Sent Event: {@code data: {"topic":"a/b","data":[…]}} and an empty line. */
final class Event {
    private static final byte[] BEFORE_TOPIC = "data: {\"topic\":".getBytes(UTF_8);
    private static final byte[] BEFORE_DATA = ",\"data\":".getBytes(UTF_8);
    private static final byte[] END = "}\n\n".getBytes(UTF_8);

    private Event() {}

    /** What of a message is in its event. */
    static Payload data(Message.Publish publish) {
        return publish.data().asArguments();
    }

    /** @param json the {@link #data} of a message to this topic, or to those of this pattern */
    static byte[] of(String topic, byte[] json) {
        ByteArrayOutputStream event = new ByteArrayOutputStream(json.length + topic.length() + 32);
        pieces(topic, json).forEach(piece -> event.write(piece.array(), piece.from(), piece.length()));
        return event.toByteArray();
    }

    /** As {@link #of}, with the JSON as one of the pieces. */
    static List<Piece> pieces(String topic, byte[] json) {
        boolean isPattern = Topic.of(topic).isPattern();
        ByteArrayOutputStream before = new ByteArrayOutputStream();
        before.writeBytes(BEFORE_TOPIC);
        int rest = isPattern ? topic(json, before) : 0;
        if (!isPattern) {
            before.writeBytes(CborToJson.write(Payload.of(topic)));
        }
        before.writeBytes(BEFORE_DATA);
        if (isPattern) {
            before.write('[');
        }
        return List.of(Piece.of(before.toByteArray()), new Piece(json, rest, json.length), Piece.of(END));
    }

    /**
     * Writes the topic, which comes before the arguments for who subscribes to a pattern: an array whose first element is a text.
     *
     * @return where the rest of the array begins
     */
    private static int topic(byte[] json, ByteArrayOutputStream event) {
        int end = endOfText(json, 1);
        event.write(json, 1, end - 1);
        return json[end] == ',' ? end + 1 : end;
    }

    /** @param start where its first quotation mark is */
    private static int endOfText(byte[] json, int start) {
        int at = start + 1;
        while (json[at] != '"') {
            at += json[at] == '\\' ? 2 : 1;
        }
        return at + 1;
    }
}
