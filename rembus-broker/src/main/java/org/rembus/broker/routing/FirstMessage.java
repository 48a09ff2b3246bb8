package org.rembus.broker.routing;

import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;

/**
 * What a component says first when that is not its name, and its certificate has one for it: it waits until the component has that
 * name (PROTOCOL.md section 6), and takes memory of its connection meanwhile.
 */
final class FirstMessage implements Introduction.Reply {
    private final Session session;
    private final Message message;
    private int heldBytes;

    FirstMessage(Session session, Message message) {
        this.session = session;
        this.message = message.detached();
    }

    /** Takes memory for it; false when there is none. */
    boolean hold() {
        int bytes = message.data().length();
        if (!session.connection().reserve(bytes)) {
            return false;
        }
        heldBytes = bytes;
        return true;
    }

    /** It does not wait any more. Does nothing the second time. */
    void release() {
        session.connection().giveBack(heldBytes);
        heldBytes = 0;
    }

    @Override
    public void greet(Payload greeting) {
        // It has not asked.
    }

    @Override
    public void onWelcome() {
        session.onNamed(message);
    }

    /** Nobody waits for what could be said of anything but a request. */
    @Override
    public void refuse(String reason) {
        if (message instanceof Message.Request request) {
            session.error(request.id(), reason);
        }
    }
}
