package org.rembus.protocol.framing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FrameWriterTest {
    private static final AssemblyLimits LIMITS = new AssemblyLimits(1 << 20, ByteBudget.UNLIMITED);

    @Test
    void writesTheBytesOfTheStandard_examples() {
        byte[] hello = "Hello".getBytes(java.nio.charset.StandardCharsets.UTF_8);
        assertThat(FrameWriter.unmasked().frame(FrameType.TEXT, hello))
                .isEqualTo(HexFormat.of().parseHex("810548656c6c6f"));
        assertThat(FrameWriter.masked(() -> 0x37fa213d).frame(FrameType.TEXT, hello))
                .isEqualTo(HexFormat.of().parseHex("818537fa213d7f9f4d5158"));
        assertThat(FrameWriter.masked(() -> 0x37fa213d).frame(FrameType.PONG, hello))
                .isEqualTo(HexFormat.of().parseHex("8a8537fa213d7f9f4d5158"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 9, 125, 126, 127, 65535, 65536, 100_001})
    void isReadAsItWasWritten_anyLength(int length) {
        Random random = new Random(length);
        byte[] payload = new byte[length];
        random.nextBytes(payload);
        String expected = "binary " + HexFormat.of().formatHex(payload);
        assertThat(read(Role.SERVER, FrameWriter.masked(random::nextInt).frame(FrameType.BINARY, payload)))
                .containsExactly(expected);
        assertThat(read(Role.CLIENT, FrameWriter.unmasked().frame(FrameType.BINARY, payload)))
                .containsExactly(expected);
    }

    @Test
    void writesHeaderAlone_unmasked() {
        byte[] target = new byte[20];
        FrameWriter writer = FrameWriter.unmasked();
        int end = writer.writeHeader(FrameType.BINARY, 70_000, target, 3);
        assertThat(end - 3).isEqualTo(writer.headerBytes(70_000)).isEqualTo(10);
        assertThat(HexFormat.of().formatHex(target, 3, end)).isEqualTo("827f0000000000011170");
        FrameWriter masking = FrameWriter.masked(() -> 1);
        assertThatThrownBy(() -> masking.writeHeader(FrameType.BINARY, 1, target, 0))
                .isInstanceOf(IllegalStateException.class);
    }

    @Test
    void cutsAtACharacter_reasonTooLong() {
        byte[] frame = FrameWriter.unmasked().closeFrame(4000, "ü".repeat(100));
        assertThat(read(Role.CLIENT, frame)).containsExactly("close 4000 " + "ü".repeat(61));
        assertThat(read(Role.CLIENT, FrameWriter.unmasked().closeFrame(CloseCode.NONE, "")))
                .containsExactly("close 1005 ");
    }

    private static List<String> read(Role role, byte[] frame) {
        RecordedEvents events = new RecordedEvents();
        new WebSocketReader(role, LIMITS, events).read(frame, 0, frame.length);
        return events.lines();
    }
}
