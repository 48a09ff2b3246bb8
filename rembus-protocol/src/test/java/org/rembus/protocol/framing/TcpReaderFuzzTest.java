package org.rembus.protocol.framing;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** Any bytes, in pieces of any size, give the same events, and nothing but events. */
final class TcpReaderFuzzTest {
    private static final AssemblyLimits LIMITS = new AssemblyLimits(4096, ByteBudget.UNLIMITED);

    @FuzzTest(maxDuration = "1m")
    void anyBytesGiveTheSameEvents_whateverThePieces(byte[] input) {
        if (input.length < 1) {
            return;
        }
        int piece = (input[0] & 0xFF) + 1;
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        assertThat(read(stream, piece)).isEqualTo(read(stream, Math.max(1, stream.length)));
    }

    private static List<String> read(byte[] stream, int piece) {
        List<String> lines = new ArrayList<>();
        TcpReader reader = new TcpReader(LIMITS, new Lines(lines));
        byte[] copy = stream.clone();
        for (int at = 0; at < copy.length; at += piece) {
            reader.read(copy, at, Math.min(piece, copy.length - at));
        }
        return lines;
    }

    private record Lines(List<String> lines) implements TcpEvents {
        @Override
        public void onMessage(byte[] array, int offset, int length) {
            lines.add("message " + HexFormat.of().formatHex(array, offset, offset + length));
        }

        @Override
        public void onViolation(int code, String reason) {
            lines.add("violation " + code);
        }
    }
}
