package org.rembus.protocol.zmq;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.zmq.Handshake.State;

final class HandshakeTest {
    /** What libzmq 4.3 sends, a DEALER without a name of its own. */
    private static final byte[] OF_LIBZMQ = HexFormat.of()
            .parseHex("ff00000000000000017f0301" + "4e554c4c" + "00".repeat(16) + "00" + "00".repeat(31)
                    + "0429" + "055245414459" + "0b536f636b65742d54797065" + "00000006" + "4445414c4552"
                    + "084964656e74697479" + "00000000");

    private static Handshake read(byte[] bytes, int piece) {
        Handshake handshake = new Handshake(SocketType.ROUTER);
        for (int at = 0; at < bytes.length && handshake.state() == State.UNDER_WAY; at += piece) {
            handshake.read(bytes, at, Math.min(piece, bytes.length - at));
        }
        return handshake;
    }

    @Test
    void isDone_peerIsADealer_cutAtEveryByte() {
        for (int piece = 1; piece <= OF_LIBZMQ.length; piece++) {
            assertThat(read(OF_LIBZMQ, piece).state())
                    .as("in pieces of %d", piece)
                    .isEqualTo(State.DONE);
        }
    }

    @Test
    void leavesWhatFollows_messagesComeAtOnce() {
        byte[] more = Arrays.copyOf(OF_LIBZMQ, OF_LIBZMQ.length + 20);
        assertThat(new Handshake(SocketType.ROUTER).read(more, 0, more.length)).isEqualTo(OF_LIBZMQ.length);
    }

    @Test
    void isDone_bothEndsAreOurs() {
        byte[] dealer = new Handshake(SocketType.DEALER).sent();
        assertThat(read(dealer, dealer.length).state()).isEqualTo(State.DONE);
        Handshake component = new Handshake(SocketType.DEALER);
        byte[] router = new Handshake(SocketType.ROUTER).sent();
        component.read(router, 0, router.length);
        assertThat(component.state()).isEqualTo(State.DONE);
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET / HTTP/1.1\r\n", "\u0016\u0003\u0001", "X"})
    void isRefusedAtTheFirstByte_anotherProtocol(String text) {
        Handshake handshake = read(text.getBytes(US_ASCII), 1);
        assertThat(handshake.state()).isEqualTo(State.REFUSED);
        assertThat(handshake.objection()).startsWith("not ZeroMQ");
    }

    @Test
    void isRefused_olderVersion() {
        assertThat(read(changed(10, 1), 7).objection()).isEqualTo("version 1 of ZMTP");
    }

    @Test
    void isRefused_signatureDoesNotEnd() {
        assertThat(read(changed(9, 0), 64).objection()).startsWith("not ZeroMQ");
    }

    @Test
    void isRefused_security() {
        assertThat(read(changed(12, 'P'), 64).objection()).isEqualTo("security other than NULL");
    }

    @Test
    void isRefused_socketOfAnotherType() {
        byte[] bytes =
                new String(OF_LIBZMQ, ISO_8859_1).replace("DEALER", "BUTLER").getBytes(ISO_8859_1);
        assertThat(read(bytes, 1000).objection()).isEqualTo("a socket of the type BUTLER");
    }

    @Test
    void isRefused_messageOrEndlessCommandBeforeReady() {
        assertThat(read(changed(64, 0), 1).objection()).isEqualTo("a message before its socket's type");
        byte[] endless = changed(64, 6);
        Arrays.fill(endless, 65, 73, (byte) 0xFF);
        assertThat(read(endless, 1).objection()).isEqualTo("it says too much of itself");
        assertThat(read(endless, 1000).objection()).isEqualTo("it says too much of itself");
    }

    private static byte[] changed(int index, int value) {
        byte[] bytes = OF_LIBZMQ.clone();
        bytes[index] = (byte) value;
        return bytes;
    }
}
