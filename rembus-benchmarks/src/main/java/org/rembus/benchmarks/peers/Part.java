package org.rembus.benchmarks.peers;

import java.util.List;
import org.rembus.protocol.Message;

/** What the peers of a fleet do. */
public interface Part {

    /**
     * What a peer asks for on a new connection, one after the other, each when the one before was answered.
     *
     * @param peer its number, from zero on
     */
    List<Message> greeting(int peer);

    /** A message came. What has to be acknowledged is. */
    void onPublish(int peer, Message.Publish publish);

    /** Peers that only connect. */
    static Part silent() {
        return new Part() {
            @Override
            public List<Message> greeting(int peer) {
                return List.of();
            }

            @Override
            public void onPublish(int peer, Message.Publish publish) {
                // nobody has asked for any
            }
        };
    }
}
