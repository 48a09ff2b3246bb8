package org.rembus.protocol.json;

import java.io.ByteArrayOutputStream;

/** A text while it is written, of which the end can be taken back. */
final class TextBytes extends ByteArrayOutputStream {
    TextBytes(int likelyBytes) {
        super(likelyBytes);
    }

    /** Forgets what has been written since it had this size. */
    synchronized void cutTo(int size) {
        count = size;
    }
}
