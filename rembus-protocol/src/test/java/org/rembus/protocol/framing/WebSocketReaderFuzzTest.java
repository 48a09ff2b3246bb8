package org.rembus.protocol.framing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.List;

/** Any bytes, in pieces of any size, give the same events, and nothing but events. */
final class WebSocketReaderFuzzTest {
    private static final AssemblyLimits LIMITS = new AssemblyLimits(4096, ByteBudget.UNLIMITED);

    @FuzzTest(maxDuration = "1m")
    void anyBytesGiveTheSameEvents_whateverThePieces(byte[] input) {
        if (input.length < 2) {
            return;
        }
        Role role = input[0] % 2 == 0 ? Role.SERVER : Role.CLIENT;
        int piece = (input[1] & 0xFF) + 1;
        byte[] stream = java.util.Arrays.copyOfRange(input, 2, input.length);
        assertThat(read(role, stream, piece)).isEqualTo(read(role, stream, Math.max(1, stream.length)));
    }

    private static List<String> read(Role role, byte[] stream, int piece) {
        RecordedEvents events = new RecordedEvents();
        WebSocketReader reader = new WebSocketReader(role, LIMITS, events);
        byte[] copy = stream.clone();
        for (int at = 0; at < copy.length; at += piece) {
            reader.read(copy, at, Math.min(piece, copy.length - at));
        }
        return events.lines();
    }
}
