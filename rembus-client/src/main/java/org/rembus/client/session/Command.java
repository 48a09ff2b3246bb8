package org.rembus.client.session;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.MessageEncoder;

/** The administration commands that a component gives (PROTOCOL.md section 7). All can be repeated without harm. */
public record Command(String topic, Map<String, Object> data) {
    private static final String BROKER = "__config__";

    public static Command subscribe(String topic, Bound from) {
        return new Command(topic, map("subscribe", "msg_from", from.msgFrom()));
    }

    public static Command unsubscribe(String topic) {
        return new Command(topic, Map.of("cmd", "unsubscribe"));
    }

    public static Command expose(String topic) {
        return new Command(topic, Map.of("cmd", "expose"));
    }

    public static Command unexpose(String topic) {
        return new Command(topic, Map.of("cmd", "unexpose"));
    }

    public static Command reactive() {
        return new Command(BROKER, map("reactive", "status", true));
    }

    public static Command unreactive() {
        return new Command(BROKER, map("reactive", "status", false));
    }

    /** Subscribes and exposes all of these, then begins delivery. */
    static Command setup(List<String> subscribers, List<String> exposers) {
        Map<String, Object> data = map("setup", "subscribers", subscribers);
        data.put("exposers", exposers);
        return new Command(BROKER, data);
    }

    private static Map<String, Object> map(String cmd, String key, Object value) {
        Map<String, Object> data = new LinkedHashMap<>();
        data.put("cmd", cmd);
        data.put(key, value);
        return data;
    }

    /** The command as a message. */
    public byte[] encode(MessageId id) {
        return MessageEncoder.encode(new Message.Admin(id, topic, Payload.of(data)));
    }
}
