package org.rembus.protocol.zmq;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * How a connection begins: each end sends a greeting of 64 bytes, and then says what it is. There is no security in it, and no
 * end of this protocol gives itself a name of ZeroMQ's.
 */
public final class Handshake {
    static final int GREETING_BYTES = 64;

    /** What a peer says of itself may be so long. */
    static final int MAX_READY_BYTES = 1024;

    private static final int SIGNATURE_BYTES = 10;
    private static final byte SIGNATURE_BEGIN = (byte) 0xFF;
    private static final byte SIGNATURE_END = 0x7F;
    private static final int VERSION_AT = SIGNATURE_BYTES;
    private static final int LOWEST_VERSION = 3;
    private static final int MECHANISM_AT = 12;
    private static final int MECHANISM_BYTES = 20;
    private static final byte[] NO_SECURITY =
            Arrays.copyOf("NULL".getBytes(StandardCharsets.US_ASCII), MECHANISM_BYTES);

    private final SocketType own;
    private final byte[] received = new byte[Math.max(GREETING_BYTES, Frame.LONG_HEADER_BYTES + MAX_READY_BYTES)];
    private int length;
    private boolean greeted;
    private State state = State.UNDER_WAY;
    private String objection = "";

    /** How far it is. */
    public enum State {
        UNDER_WAY,
        /** Multiparts may come and go. */
        DONE,
        /** The peer is none for us. */
        REFUSED
    }

    /** One that has not begun. */
    public Handshake(SocketType own) {
        this.own = own;
    }

    /** All that this end sends: the greeting, and what it is. */
    public byte[] sent() {
        byte[] ready = Command.ready(own);
        byte[] bytes = Arrays.copyOf(new byte[] {SIGNATURE_BEGIN}, GREETING_BYTES + ready.length);
        bytes[SIGNATURE_BYTES - 2] = 1; // what older versions take for the length of an empty name
        bytes[SIGNATURE_BYTES - 1] = SIGNATURE_END;
        bytes[VERSION_AT] = LOWEST_VERSION;
        bytes[VERSION_AT + 1] = 1;
        System.arraycopy(NO_SECURITY, 0, bytes, MECHANISM_AT, MECHANISM_BYTES);
        System.arraycopy(ready, 0, bytes, GREETING_BYTES, ready.length);
        return bytes;
    }

    /**
     * Reads what came, cut anywhere, as long as the handshake is {@link State#UNDER_WAY}.
     *
     * @return how many of the bytes belong to the handshake
     */
    public int read(byte[] array, int offset, int count) {
        int at = offset;
        int end = offset + count;
        while (state == State.UNDER_WAY && at < end) {
            int taken = Math.min(wanted() - length, end - at);
            System.arraycopy(array, at, received, length, taken);
            length += taken;
            at += taken;
            check();
        }
        return at - offset;
    }

    public State state() {
        return state;
    }

    /** Why the peer is refused; fit for a log. */
    public String objection() {
        return objection;
    }

    /** Up to how many bytes must be there before anything can be told. */
    private int wanted() {
        if (!greeted) {
            // whoever speaks another protocol is told from its first byte, before it has sent 64
            return length == 0 ? 1 : length < SIGNATURE_BYTES + 1 ? SIGNATURE_BYTES + 1 : GREETING_BYTES;
        }
        int header = length == 0 ? 1 : Frame.headerBytes(received[0]);
        return length < header ? header : header + (int) Math.min(Frame.bodyBytes(received, 0), MAX_READY_BYTES + 1);
    }

    private void check() {
        if (length < wanted()) {
            checkBegun();
        } else if (greeted) {
            checkReady();
        } else {
            checkGreeting();
        }
    }

    /** What has come is a beginning: of what can go on? */
    private void checkBegun() {
        if (!greeted) {
            checkSignature();
        } else if (!Frame.isLegal(received[0]) || !Frame.isCommand(received[0])) {
            refuse("a message before its socket's type");
        } else if (length >= Frame.headerBytes(received[0]) && Frame.bodyBytes(received, 0) > MAX_READY_BYTES) {
            refuse("it says too much of itself");
        }
    }

    private void checkSignature() {
        if (received[0] != SIGNATURE_BEGIN) {
            refuse("not ZeroMQ: it begins with 0x%02x".formatted(received[0]));
        } else if (length >= SIGNATURE_BYTES && received[SIGNATURE_BYTES - 1] != SIGNATURE_END) {
            refuse("not ZeroMQ: its greeting is none of ZMTP");
        } else if (length > VERSION_AT && received[VERSION_AT] < LOWEST_VERSION) {
            refuse("version " + received[VERSION_AT] + " of ZMTP");
        }
    }

    private void checkGreeting() {
        checkSignature();
        if (!Arrays.equals(
                received, MECHANISM_AT, MECHANISM_AT + MECHANISM_BYTES, NO_SECURITY, 0, NO_SECURITY.length)) {
            refuse("security other than NULL");
        }
        greeted = true;
        length = 0;
    }

    private void checkReady() {
        int header = Frame.headerBytes(received[0]);
        String type = Command.socketType(received, header, length - header);
        if (type == null) {
            refuse("a command in the place of READY");
        } else if (!own.takes(type)) {
            refuse("a socket of the type " + type);
        } else {
            state = State.DONE;
        }
    }

    private void refuse(String why) {
        if (state == State.UNDER_WAY) {
            state = State.REFUSED;
            objection = why;
        }
    }
}
