package org.rembus.benchmarks.bounded;

import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.rembus.benchmarks.peers.Part;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/**
 * Named components of which a number share a topic each; their subscriptions replay. They say who they are and what they want on
 * each connection, as our library does, and note which of the messages they have.
 */
final class Comeback implements Part {
    private static final int MOST_MESSAGES = Integer.SIZE - 1;

    private final int topics;
    private final int allMessages;
    private final AtomicIntegerArray seen;
    private final AtomicLong complete = new AtomicLong();
    private final LongAdder again = new LongAdder();

    /** @param messages to each topic, numbered from zero on */
    Comeback(int peers, int topics, int messages) {
        if (messages > MOST_MESSAGES) {
            throw new IllegalArgumentException("at most " + MOST_MESSAGES + " messages to each topic");
        }
        this.topics = topics;
        this.allMessages = (1 << messages) - 1;
        this.seen = new AtomicIntegerArray(peers);
    }

    static String topic(int number) {
        return "comeback/" + number;
    }

    @Override
    public List<Message> greeting(int peer) {
        return List.of(
                new Message.Identity(id(1), "comeback-" + peer, Payload.of(Map.of())),
                new Message.Admin(
                        id(2),
                        topic(peer % topics),
                        Payload.of(Map.of("cmd", "subscribe", "msg_from", Double.POSITIVE_INFINITY))),
                new Message.Admin(id(3), "__config__", Payload.of(Map.of("cmd", "reactive", "status", true))));
    }

    private static MessageId id(int number) {
        return MessageId.of(number, MessageId.GEN2_LENGTH);
    }

    @Override
    public void onPublish(int peer, Message.Publish publish) {
        int bit = 1 << ((Long) publish.data().arguments().getFirst()).intValue();
        int before = seen.getAndAccumulate(peer, bit, (had, more) -> had | more);
        if ((before & bit) != 0) {
            again.increment();
        } else if ((before | bit) == allMessages) {
            complete.incrementAndGet();
        }
    }

    /** How many have all messages. */
    long complete() {
        return complete.get();
    }

    /** Messages that came to a peer more than once, as one may that was acknowledged into a connection that had broken. */
    long again() {
        return again.sum();
    }
}
