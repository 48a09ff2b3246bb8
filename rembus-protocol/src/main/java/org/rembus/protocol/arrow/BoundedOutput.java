package org.rembus.protocol.arrow;

import java.io.IOException;
import java.io.OutputStream;

/** Passes on what is written to it, and fails when it is too much. */
final class BoundedOutput extends OutputStream {
    private final OutputStream target;
    private final long most;
    private long bytes;

    BoundedOutput(OutputStream target, long most) {
        this.target = target;
        this.most = most;
    }

    /** How many have been passed on. */
    long bytes() {
        return bytes;
    }

    @Override
    public void write(int one) throws IOException {
        take(1);
        target.write(one);
    }

    @Override
    public void write(byte[] array, int offset, int length) throws IOException {
        take(length);
        target.write(array, offset, length);
    }

    private void take(int length) throws IOException {
        if (bytes + length > most) {
            throw new IOException("more than " + most + " bytes");
        }
        bytes += length;
    }
}
