package org.rembus.protocol.json;

import java.io.OutputStream;

/** A text of which only the length is of interest, up to a bound. */
final class CountedText extends OutputStream {
    private long left;

    CountedText(long most) {
        this.left = most;
    }

    @Override
    public void write(int one) {
        take(1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        take(length);
    }

    private void take(int length) {
        left -= length;
        if (left < 0) {
            throw new TooLongException();
        }
    }
}
