package org.rembus.protocol.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any bytes, in pieces of any size, end a handshake in the same way, and at the same byte. */
final class HandshakeFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void anyBytesEndInTheSameWay_whateverThePieces(byte[] input) {
        Handshake whole = new Handshake(SocketType.ROUTER);
        int used = whole.read(input, 0, input.length);
        Handshake pieces = new Handshake(SocketType.ROUTER);
        int at = 0;
        while (at < input.length && pieces.state() == Handshake.State.UNDER_WAY) {
            at += pieces.read(input, at, 1);
        }
        assertThat(pieces.state()).isEqualTo(whole.state());
        if (whole.state() == Handshake.State.DONE) {
            assertThat(at).isEqualTo(used);
        }
    }
}
