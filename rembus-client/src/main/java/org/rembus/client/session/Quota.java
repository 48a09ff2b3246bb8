package org.rembus.client.session;

/** How many messages something holds, and how many bytes of them. One message of any size always has room. */
public final class Quota {
    private final int maxMessages;
    private final long maxBytes;
    private int messages;
    private long bytes;

    public Quota(int maxMessages, long maxBytes) {
        this.maxMessages = maxMessages;
        this.maxBytes = maxBytes;
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
