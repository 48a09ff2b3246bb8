package org.rembus.benchmarks.bounded;

import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.rembus.benchmarks.peers.Part;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/**
 * Subscribers of topics of their own, and of patterns one in ten, to which nothing is published.
 *
 * @param each subscriptions of each of them
 */
record OtherTopics(int each) implements Part {
    private static final int ONE_PATTERN_IN = 10;

    @Override
    public List<Message> greeting(int peer) {
        Stream<Message> subscribes = IntStream.range(0, each)
                .mapToObj(i -> command(i, topic(peer, i), Map.of("cmd", "subscribe", "msg_from", 0)));
        Message reactive = command(each, "__config__", Map.of("cmd", "reactive", "status", true));
        return Stream.concat(subscribes, Stream.of(reactive)).toList();
    }

    private static String topic(int peer, int number) {
        return number % ONE_PATTERN_IN == 0 ? "p" + peer + "-" + number + "/*" : "t" + peer + "-" + number;
    }

    private static Message command(int number, String topic, Map<String, Object> command) {
        return new Message.Admin(MessageId.of(number + 1, MessageId.GEN2_LENGTH), topic, Payload.of(command));
    }

    @Override
    public void onPublish(int peer, Message.Publish publish) {
        throw new IllegalStateException("a message to " + publish.topic());
    }
}
