package org.rembus.protocol.json;

import java.io.ByteArrayOutputStream;

/** A text while it is written, of which the end can be taken back. It does not grow beyond a bound. */
final class TextBytes extends ByteArrayOutputStream {
    private final int maxBytes;

    /** It would become longer than it may. */
    static final class TooLongException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private TooLongException() {
            super("longer than it may be", null, false, false);
        }
    }

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
