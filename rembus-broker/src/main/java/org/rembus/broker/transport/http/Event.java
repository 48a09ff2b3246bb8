package org.rembus.broker.transport.http;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
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
        event.writeBytes(BEFORE_TOPIC);
        if (Topic.of(topic).isPattern()) {
            topicAndRest(json, event);
        } else {
            event.writeBytes(CborToJson.write(Payload.of(topic)));
            event.writeBytes(BEFORE_DATA);
            event.writeBytes(json);
        }
        event.writeBytes(END);
        return event.toByteArray();
    }

    /** Who subscribes to a pattern gets the topic before the arguments: an array whose first element is a text. */
    private static void topicAndRest(byte[] json, ByteArrayOutputStream event) {
        int end = endOfText(json, 1);
        event.write(json, 1, end - 1);
        event.writeBytes(BEFORE_DATA);
        event.write('[');
        int rest = json[end] == ',' ? end + 1 : end;
        event.write(json, rest, json.length - rest);
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
