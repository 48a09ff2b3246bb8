package org.rembus.protocol.cbor;

/** The low four bits of a message's first element (PROTOCOL.md section 4). */
final class MessageType {
    static final int IDENTITY = 0;
    static final int PUBLISH = 1;
    static final int RPC = 2;
    static final int ADMIN = 3;
    static final int RESPONSE = 4;
    static final int ACK = 5;
    static final int ACK2 = 6;
    static final int UNREGISTER = 9;
    static final int REGISTER = 10;
    static final int ATTESTATION = 11;

    private MessageType() {}
}
