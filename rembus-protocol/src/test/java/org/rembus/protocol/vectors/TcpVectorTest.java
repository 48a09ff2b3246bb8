package org.rembus.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.TcpEvents;
import org.rembus.protocol.framing.TcpHeader;
import org.rembus.protocol.framing.TcpReader;

/** Frames as peers put them on TCP are read, and written in the same way. */
final class TcpVectorTest {
    private static Stream<Vector> frames() {
        return Vectors.cbor().filter(vector -> vector.isOver("tcp"));
    }

    private static Stream<Vector> startsOfFrames() {
        return Vectors.cborStarts();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void isOneMessage_frameOfAPeer(Vector vector) {
        byte[] frame = vector.frame();
        List<byte[]> messages = new ArrayList<>();
        new TcpReader(new AssemblyLimits(1 << 20, ByteBudget.UNLIMITED), new TcpEvents() {
                    @Override
                    public void onMessage(byte[] array, int offset, int length) {
                        messages.add(Arrays.copyOfRange(array, offset, offset + length));
                    }

                    @Override
                    public void onViolation(int code, String reason) {
                        throw new AssertionError(reason);
                    }
                })
                .read(frame, 0, frame.length);
        assertThat(messages).containsExactly(vector.message());
    }

    @ParameterizedTest
    @MethodSource("frames")
    void isWrittenAsThePeerDoes_messageOfAPeer(Vector vector) {
        byte[] frame = vector.frame();
        assertThat(header(vector.message().length))
                .isEqualTo(Arrays.copyOf(frame, frame.length - vector.message().length));
    }

    @ParameterizedTest
    @MethodSource("startsOfFrames")
    void isWrittenAsThePeerDoes_messageTooLongToPrint(Vector vector) {
        byte[] header = header(vector.meaning().get("message_bytes").asInt());
        assertThat(Arrays.copyOf(vector.frameStart(), header.length)).isEqualTo(header);
    }

    private static byte[] header(int messageBytes) {
        byte[] header = new byte[TcpHeader.bytesFor(messageBytes)];
        TcpHeader.write(messageBytes, header, 0);
        return header;
    }
}
