package org.rembus.protocol;

/**
 * The wording of a RESPONSE with status 10 to a QoS 1 or 2 publish (PROTOCOL.md section 15, extension {@code nack}): status
 * codes are few, so the text tells whether the same message may be taken later.
 */
public final class Nack {
    private static final String NOT_STORED = ": cannot be stored now";

    private Nack() {}

    /** The broker could not store a message to this topic. */
    public static String notStored(String topic) {
        return topic + NOT_STORED;
    }

    /** Whether the message that was refused with this text may be taken when it is sent again. */
    public static boolean isPassing(String text) {
        return text.endsWith(NOT_STORED);
    }
}
