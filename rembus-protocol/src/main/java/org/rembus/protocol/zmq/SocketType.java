package org.rembus.protocol.zmq;

/** What an end of a connection is, in the words of ZeroMQ. */
public enum SocketType {
    /** A broker. */
    ROUTER,
    /** A component. */
    DEALER;

    /** Whether a socket of that type may be at the other end. */
    boolean takes(String peer) {
        return switch (peer) {
            case "ROUTER", "DEALER" -> true;
            case "REQ" -> this == ROUTER;
            case "REP" -> this == DEALER;
            default -> false;
        };
    }
}
