package org.rembus.protocol.local;

/** What happens at one end. Called by the executor of that end. */
public interface EndEvents {

    /** @param message of the other end; perhaps shared with others, and not to be changed */
    void onMessage(byte[] message);

    /** All of the messages that were at hand have been handed over. */
    void onMessagesComplete();

    /** The other end has taken so much of what this one sent, as {@link LocalEnd#charge} has it. */
    void onTaken(long bytes);

    /**
     * The other end has ended the connection, after all that it had sent. Called once, and not when this end was the first to end it.
     *
     * @param code a WebSocket close code
     */
    void onEnd(int code, String reason);
}
