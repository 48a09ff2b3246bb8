package org.rembus.broker.routing;

import org.rembus.broker.routing.options.RouterOptions;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/**
 * A component on an anonymous connection says, or shows by its certificate, who it is.
 *
 * @param name to be checked first, like all that comes from peers
 * @param as whether it wants that for itself
 * @param whenConnected what becomes of it when its name is connected already
 * @param reply how it learns what became of it
 */
record Introduction(String name, As as, RouterOptions.WhenConnected whenConnected, Reply reply) {

    /** Whether it wants the name for itself. */
    enum As {
        ITSELF,
        /** It shares the name: it is one of a {@link Pool}. */
        MEMBER;

        static As of(String cid) {
            return CidName.asksForPool(cid) ? MEMBER : ITSELF;
        }
    }

    /** How it learns what became of it. */
    interface Reply {
        /** It has the name. */
        void greet(Payload greeting);

        /** After that, when what it does is handled again. */
        default void onWelcome() {}

        /** It does not get the name; its connection is about to be closed. */
        void refuse(String reason);
    }

    /** Answers the message that it said its name by. */
    static class Answer implements Reply {
        private final Session session;
        private final MessageId id;

        Answer(Session session, MessageId id) {
            this.session = session;
            this.id = id;
        }

        @Override
        public void greet(Payload greeting) {
            session.success(id, greeting);
        }

        @Override
        public void refuse(String reason) {
            session.error(id, reason);
        }
    }
}
