package org.rembus.protocol.json;

import java.io.ByteArrayOutputStream;

/** A text while it is written, of which the end can be taken back. It does not grow beyond a bound. */
final class TextBytes extends ByteArrayOutputStream {
    private final int maxBytes;

    TextBytes(int likelyBytes, int maxBytes) {
        super(likelyBytes);
        this.maxBytes = maxBytes;
    }

    @Override
    public synchronized void write(int one) {
        reserve(1);
        super.write(one);
    }

    @Override
    public synchronized void write(byte[] bytes, int offset, int length) {
        reserve(length);
        super.write(bytes, offset, length);
    }

    private void reserve(int more) {
        if (more > maxBytes - count) {
            throw new TooLongException();
        }
    }

    /** Forgets what has been written since it had this size. */
    synchronized void cutTo(int size) {
        count = size;
    }
}
