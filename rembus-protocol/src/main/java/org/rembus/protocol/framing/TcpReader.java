package org.rembus.protocol.framing;

/**
 * Reads the frames that carry messages on TCP (PROTOCOL.md section 3). A header may be longer than its length needs.
 * Messages that go on in the next buffer, and the first bytes of a header, are put together.
 */
public final class TcpReader implements FrameReader {
    private static final int NO_MESSAGE = -1;
    private static final int NO_KEY = 0;
    private static final int TLS_ALERT = 0x15;
    private static final int TLS_HANDSHAKE = 0x16;
    private static final int ZEROMQ_GREETING = 0xFF;

    private final AssemblyLimits limits;
    private final TcpEvents events;
    private final byte[] header = new byte[TcpHeader.MAX_BYTES];
    private int headerLength;

    // -- the message that has begun --
    private final Assembly message;
    private int messageBytes = NO_MESSAGE;
    private long messagesBegun;

    private boolean paused;
    private boolean stopped;

    public TcpReader(AssemblyLimits limits, TcpEvents events) {
        this.limits = limits;
        this.events = events;
        this.message = new Assembly(limits.budget());
    }

    @Override
    public int read(byte[] array, int offset, int length) {
        int end = offset + length;
        int at = offset;
        paused = false;
        while (at < end && !paused && !stopped) {
            at = messageBytes == NO_MESSAGE ? begin(array, at, end) : goOn(array, at, end);
        }
        return stopped ? length : at - offset;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void stop() {
        stopped = true;
        messageBytes = NO_MESSAGE;
        message.clear();
    }

    @Override
    public boolean isAmidMessage() {
        return messageBytes != NO_MESSAGE;
    }

    @Override
    public long messagesBegun() {
        return messagesBegun;
    }

    @Override
    public int unfinishedBytes() {
        return message.length();
    }

    private int begin(byte[] array, int at, int end) {
        byte first = headerLength == 0 ? array[at] : header[0];
        int headerBytes = TcpHeader.bytesAfter(first);
        if (headerBytes == 0) {
            violate(CloseCode.PROTOCOL_ERROR, "no frame begins with 0x%02x%s".formatted(first, guess(first)));
            return end;
        }
        int missing = headerBytes - headerLength;
        if (headerLength == 0 && missing <= end - at) {
            return beginMessage(TcpHeader.length(array, at, headerBytes), array, at + headerBytes, end);
        }
        int count = Math.min(missing, end - at);
        System.arraycopy(array, at, header, headerLength, count);
        headerLength += count;
        if (count < missing) {
            return end;
        }
        headerLength = 0;
        return beginMessage(TcpHeader.length(header, 0, headerBytes), array, at + count, end);
    }

    /** Which protocol begins so; who speaks it may be at the wrong port. */
    private static String guess(byte first) {
        boolean isLetter = first >= 'A' && first <= 'Z';
        return switch (Byte.toUnsignedInt(first)) {
            case TLS_ALERT, TLS_HANDSHAKE -> ", but TLS does";
            case ZEROMQ_GREETING -> ", but ZeroMQ does";
            default -> isLetter ? ", but HTTP does" : "";
        };
    }

    private int beginMessage(long length, byte[] array, int at, int end) {
        if (length > limits.maxMessageBytes()) {
            violate(CloseCode.TOO_BIG, "a message of more than " + limits.maxMessageBytes() + " bytes");
            return end;
        }
        if (length <= end - at) {
            events.onMessage(array, at, (int) length);
            return at + (int) length;
        }
        messageBytes = (int) length;
        messagesBegun++;
        return goOn(array, at, end);
    }

    private int goOn(byte[] array, int at, int end) {
        int count = Math.min(end - at, messageBytes - message.length());
        if (!message.append(array, at, count, NO_KEY, messageBytes)) {
            violate(CloseCode.TRY_AGAIN_LATER, "no memory for the message");
            return end;
        }
        if (message.length() == messageBytes) {
            messageBytes = NO_MESSAGE;
            events.onMessage(message.array(), 0, message.length());
            message.clear();
        }
        return at + count;
    }

    private void violate(int code, String reason) {
        stop();
        events.onViolation(code, reason);
    }
}
