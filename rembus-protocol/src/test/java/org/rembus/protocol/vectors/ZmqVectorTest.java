package org.rembus.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.Diagnostic;
import org.rembus.protocol.Message;
import org.rembus.protocol.zmq.Multipart;
import org.rembus.protocol.zmq.RecordedMultiparts;
import org.rembus.protocol.zmq.SocketType;

/** Multiparts of peers are read, and written in the same way. */
final class ZmqVectorTest {
    private static Stream<Vector> messages() {
        return Vectors.zmq().filter(vector -> !isGoodbye(vector));
    }

    private static Stream<Vector> goodbyes() {
        return Vectors.zmq().filter(ZmqVectorTest::isGoodbye);
    }

    private static boolean isGoodbye(Vector vector) {
        return vector.meaning().get("type").asString().equals("CLOSE");
    }

    @ParameterizedTest
    @MethodSource("messages")
    void hasTheMeaningGiven_multipartOfAPeer(Vector vector) {
        Message message = RecordedMultiparts.messageIn(wire(vector));

        assertThat(Diagnostic.of(message)).isEqualTo(Diagnostic.of(Meaning.of(vector.meaning(), message)));
    }

    @ParameterizedTest
    @MethodSource("messages")
    void isWrittenAsThePeerDoes_multipartOfAPeer(Vector vector) {
        Message message = RecordedMultiparts.messageIn(wire(vector));

        SocketType sender = vector.isFromComponent() ? SocketType.DEALER : SocketType.ROUTER;
        assertThat(Multipart.of(message, sender).toByteArray()).isEqualTo(wire(vector));
    }

    @ParameterizedTest
    @MethodSource("goodbyes")
    void isUnderstood_goodbyeOfAPeer(Vector vector) {
        assertThat(RecordedMultiparts.in(wire(vector)).lines()).containsExactly("close");
    }

    /** The frames with their headers. What a ROUTER puts before the first one is not on the wire. */
    private static byte[] wire(Vector vector) {
        List<byte[]> frames = vector.frames();
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (byte[] frame : frames.getFirst().length > 0 ? frames.subList(1, frames.size()) : frames) {
            boolean isLast = frame == frames.getLast();
            wire.writeBytes(RecordedMultiparts.frame(isLast ? 0 : 1, frame));
        }
        return wire.toByteArray();
    }
}
