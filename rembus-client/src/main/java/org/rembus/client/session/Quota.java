package org.rembus.client.session;

import org.rembus.protocol.Message;

/** How many messages something holds, and how many bytes of them. One message of any size always has room. */
public final class Quota {
    private static final int BYTES_EACH = 64;
    private static final int BYTES_PER_CHAR = 2;

    private final int maxMessages;
    private final long maxBytes;
    private int messages;
    private long bytes;

    public Quota(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
    }

    /** What a received message counts for, its topic included, which may be longer than the rest. */
    public static int bytesOf(Message.Publish message) {
        long bytes = BYTES_EACH
                + BYTES_PER_CHAR * (long) message.topic().length()
                + message.data().length();
        return (int) Math.min(Integer.MAX_VALUE, bytes);
    }

    public boolean hasRoom(int messageBytes) {
        return messages == 0 || messages < maxMessages && bytes + messageBytes <= maxBytes;
    }

    public void add(int messageBytes) {
        add(1, messageBytes);
    }

    /** So many messages of so many bytes in all, whether there is room for them or not. */
    public void add(int count, long allBytes) {
        messages += count;
        bytes += allBytes;
    }

    public void remove(int messageBytes) {
        messages--;
        bytes -= messageBytes;
    }

    public void clear() {
        messages = 0;
        bytes = 0;
    }
}
