package org.rembus.protocol;

/** What our own ends offer each other beyond what every peer knows (PROTOCOL.md section 15). */
public enum Extension {
    /** A RESPONSE with status 10 and a text to a QoS 1 or 2 publish that is refused or cannot be stored. */
    NACK("nack"),
    /** A W3C trace context beside the message. */
    TRACE("trace"),
    /** ADMIN to {@link BrokerEvent#TOPIC} from the broker. */
    EVENTS("events");

    private final String token;

    Extension(String token) {
        this.token = token;
    }

    /** Its name in the header. */
    public String token() {
        return token;
    }
}
