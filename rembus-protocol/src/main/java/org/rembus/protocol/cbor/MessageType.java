package org.rembus.protocol.cbor;

/** The low four bits of a message's first element (PROTOCOL.md sections 3 and 4). */
public final class MessageType {
    public static final int IDENTITY = 0;
    public static final int PUBLISH = 1;
    public static final int RPC = 2;
    public static final int ADMIN = 3;
    public static final int RESPONSE = 4;
    public static final int ACK = 5;
    public static final int ACK2 = 6;
    public static final int UNREGISTER = 9;
    public static final int REGISTER = 10;
    public static final int ATTESTATION = 11;

    /** On ZeroMQ only. */
    public static final int PING = 12;

    /** On ZeroMQ only. */
    public static final int CLOSE = 15;

    private MessageType() {}
}
