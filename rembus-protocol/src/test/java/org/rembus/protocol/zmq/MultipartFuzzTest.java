package org.rembus.protocol.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.Arrays;
import org.rembus.protocol.Message;

/** Any bytes, in pieces of any size, give the same messages and complaints, and nothing but these. */
final class MultipartFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void anyBytesGiveTheSame_whateverThePieces(byte[] input) {
        if (input.length < 1) {
            return;
        }
        int piece = (input[0] & 0xFF) + 1;
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        RecordedMultiparts whole = RecordedMultiparts.in(stream);
        assertThat(RecordedMultiparts.inPieces(stream, piece).lines()).isEqualTo(whole.lines());
        for (Message message : whole.messages()) {
            byte[] sentOn = Multipart.of(message, SocketType.DEALER).toByteArray();
            assertThat(RecordedMultiparts.messageIn(sentOn)).isEqualTo(message);
        }
    }
}
