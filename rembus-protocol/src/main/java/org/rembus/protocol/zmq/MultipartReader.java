package org.rembus.protocol.zmq;

import org.rembus.protocol.framing.Assembly;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.CloseCode;
import org.rembus.protocol.framing.FrameReader;

/**
 * Cuts what comes after the handshake into multiparts. One that lies whole in a buffer is handed over there; any other is put
 * together first.
 *
 * <p>A command may stand between two frames of a multipart, where ZeroMQ's own library puts its heartbeats.
 */
public final class MultipartReader implements FrameReader {
    /** What a message of the greatest length has around it: its frames' headers, the delimiter and the end marker. */
    private static final int AROUND_BYTES = 64;

    private static final int NO_KEY = 0;

    private final AssemblyLimits limits;
    private final MultipartEvents events;
    private final Assembly unfinished;
    private long messagesBegun;

    // -- in the buffer that is being read, or in what is unfinished: from its beginning, where the next frame is --
    private int nextFrame;

    private boolean paused;
    private boolean stopped;

    public MultipartReader(AssemblyLimits limits, MultipartEvents events) {
        this.limits = limits;
        this.events = events;
        this.unfinished = new Assembly(limits.budget());
    }

    /** What came of frames that lie one behind the other. */
    private enum Found {
        /** The last one is whole. */
        WHOLE,
        /** No message begins with them. */
        COMMAND,
        /** More bytes must come. */
        PART,
        /** They break the rules. */
        VIOLATION
    }

    @Override
    public int read(byte[] array, int offset, int length) {
        int end = offset + length;
        int at = offset;
        paused = false;
        while (at < end && !paused && !stopped) {
            at = unfinished.length() == 0 ? begin(array, at, end) : goOn(array, at, end);
        }
        return stopped ? length : at - offset;
    }

    private int begin(byte[] array, int at, int end) {
        nextFrame = 0;
        return switch (walk(array, at, end)) {
            case WHOLE -> {
                int next = at + nextFrame;
                events.onMultipart(array, at, nextFrame);
                yield next;
            }
            case COMMAND -> at + nextFrame;
            case PART -> {
                messagesBegun++;
                append(array, at, end - at);
                yield end;
            }
            case VIOLATION -> end;
        };
    }

    private int goOn(byte[] array, int at, int end) {
        int count = Math.min(end - at, wanted());
        if (!append(array, at, count)) {
            return end;
        }
        switch (walk(unfinished.array(), 0, unfinished.length())) {
            case WHOLE -> {
                events.onMultipart(unfinished.array(), 0, unfinished.length());
                unfinished.clear();
            }
            case COMMAND -> unfinished.clear();
            case PART, VIOLATION -> {}
        }
        return at + count;
    }

    /** Steps over whole frames, from where it stopped last. */
    private Found walk(byte[] array, int start, int end) {
        while (true) {
            int at = start + nextFrame;
            if (at == end) {
                return Found.PART;
            }
            byte flags = array[at];
            int header = Frame.headerBytes(flags);
            if (!Frame.isLegal(flags)) {
                return violate(CloseCode.PROTOCOL_ERROR, "no frame begins with 0x%02x".formatted(flags));
            }
            if (end - at < header) {
                return Found.PART;
            }
            long body = Frame.bodyBytes(array, at);
            if (body > most() - nextFrame - header) {
                return violate(CloseCode.TOO_BIG, "a message of more than " + limits.maxMessageBytes() + " bytes");
            }
            if (end - at - header < body) {
                return Found.PART;
            }
            boolean first = nextFrame == 0;
            nextFrame += header + (int) body;
            if (Frame.isCommand(flags)) {
                obey(array, at + header, (int) body);
                if (first) {
                    return Found.COMMAND;
                }
            } else if (!Frame.hasMore(flags)) {
                return Found.WHOLE;
            }
        }
    }

    private void obey(byte[] array, int offset, int length) {
        byte[] answer = Command.answer(array, offset, length);
        if (answer != null) {
            events.onAnswerWanted(answer);
        }
    }

    /** How many bytes are missing until the next frame, or its header, or what tells how long that is, is whole. */
    private int wanted() {
        int present = unfinished.length() - nextFrame;
        if (present == 0) {
            return 1;
        }
        byte[] array = unfinished.array();
        int header = Frame.headerBytes(array[nextFrame]);
        return present < header ? header - present : header + (int) Frame.bodyBytes(array, nextFrame) - present;
    }

    private boolean append(byte[] array, int at, int count) {
        boolean appended = unfinished.append(array, at, count, NO_KEY, most());
        if (!appended) {
            violate(CloseCode.TRY_AGAIN_LATER, "no memory for the message");
        }
        return appended;
    }

    private int most() {
        return (int) Math.min((long) limits.maxMessageBytes() + AROUND_BYTES, Integer.MAX_VALUE - Long.BYTES);
    }

    private Found violate(int code, String reason) {
        stop();
        events.onViolation(code, reason);
        return Found.VIOLATION;
    }

    @Override
    public void pause() {
        paused = true;
    }

    @Override
    public void stop() {
        stopped = true;
        unfinished.clear();
    }

    @Override
    public boolean isAmidMessage() {
        return unfinished.length() > 0;
    }

    @Override
    public long messagesBegun() {
        return messagesBegun;
    }

    @Override
    public int unfinishedBytes() {
        return unfinished.length();
    }
}
