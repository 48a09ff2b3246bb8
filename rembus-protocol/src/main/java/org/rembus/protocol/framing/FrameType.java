package org.rembus.protocol.framing;

/** What a frame of ours carries. We never send a fragmented message. */
public enum FrameType {
    TEXT(Opcode.TEXT),
    BINARY(Opcode.BINARY),
    CLOSE(Opcode.CLOSE),
    PING(Opcode.PING),
    PONG(Opcode.PONG);

    private final int opcode;

    FrameType(int opcode) {
        this.opcode = opcode;
    }

    int opcode() {
        return opcode;
    }
}
