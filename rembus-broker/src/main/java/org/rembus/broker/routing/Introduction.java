package org.rembus.broker.routing;

import org.rembus.protocol.MessageId;

/**
 * A component on an anonymous connection says who it is.
 *
 * @param answerTo the id of what it said so by
 * @param name to be checked first, like all that comes from peers
 * @param as whether it wants that for itself
 * @param whenConnected what becomes of it when its name is connected already
 * @param onWelcome runs when it has been let in
 */
record Introduction(
        MessageId answerTo, String name, As as, RouterOptions.WhenConnected whenConnected, Runnable onWelcome) {

    /** Whether it wants the name for itself. */
    enum As {
        ITSELF,
        /** It shares the name: it is one of a {@link Pool}. */
        MEMBER;

        static As of(String cid) {
            return CidName.asksForPool(cid) ? MEMBER : ITSELF;
        }
    }
}
