package org.rembus.broker.transport.http;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.Topic;
import org.rembus.protocol.cbor.CborReader;
import org.rembus.protocol.cbor.CborWriter;
import org.rembus.protocol.json.CborToJson;

/** One message as a Server-Sent Event: {@code data: {"topic":"a/b","data":[…]}} and an empty line. */
final class Event {
    private Event() {}

    static byte[] of(Message.Publish publish) {
        String topic = publish.topic();
        Payload data = publish.data().asArguments();
        try {
            return Topic.of(topic).isPattern() ? behindTopic(data.detached()) : event(topic, data);
        } catch (ProtocolException impossible) {
            throw new IllegalStateException("a payload changed after it was read", impossible);
        }
    }

    /** Who subscribes to a pattern gets the topic before the arguments. */
    private static byte[] behindTopic(Payload data) throws ProtocolException {
        CborReader reader = data.reader();
        int elements = reader.beginArray();
        String topic = reader.readText();
        CborWriter rest = new CborWriter(data.length());
        rest.beginArray(elements - 1);
        rest.writePayload(Payload.view(data.bytes(), reader.position(), data.length() - reader.position()));
        return event(topic, Payload.of(rest));
    }

    private static byte[] event(String topic, Payload data) {
        ByteArrayOutputStream text = new ByteArrayOutputStream();
        text.writeBytes("data: {\"topic\":".getBytes(StandardCharsets.UTF_8));
        text.writeBytes(CborToJson.write(Payload.of(topic)));
        text.writeBytes(",\"data\":".getBytes(StandardCharsets.UTF_8));
        text.writeBytes(CborToJson.write(data));
        text.writeBytes("}\n\n".getBytes(StandardCharsets.UTF_8));
        return text.toByteArray();
    }
}
