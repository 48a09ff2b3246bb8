package org.rembus.broker.transport;

import java.util.concurrent.ThreadLocalRandom;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/**
 * What a peer is asked, to hear whether it lives, where its transport has no ping that every peer answers: its {@code
 * version}, which components answer, if only by an error.
 */
public final class Question {
    private @Nullable MessageId asked;
    private int idLength = MessageId.GEN2_LENGTH;

    /** The question, to be sent. */
    public Message.Rpc ask() {
        // A guess that nobody else makes for this peer; ids are not shorter than that.
        MessageId id =
                MessageId.of(ThreadLocalRandom.current().nextLong() | 1, Math.max(idLength, MessageId.GEN2_LENGTH));
        asked = id;
        return new Message.Rpc(id, "version", null, Payload.NO_ARGUMENTS);
    }

    /** Whether this message, which came, is the answer: it is nobody else's business then. */
    public boolean isAnsweredBy(Message message) {
        switch (message) {
            case Message.Request request -> idLength = request.id().length();
            case Message.Publish publish ->
                idLength = publish.id() == null ? idLength : publish.id().length();
            case Message.Response response -> {
                MessageId id = asked;
                if (id != null && id.equals(response.id())) {
                    asked = null;
                    return true;
                }
            }
            case Message.Ack ack -> {}
            case Message.Ack2 ack2 -> {}
        }
        return false;
    }
}
