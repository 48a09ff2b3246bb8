package org.rembus.protocol.zmq;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class MultipartDecoderTest {
    private static final String END = "deadbeefdeadbeef";
    private static final String HEADER = "82016174";

    /** A multipart of frames, given as their bodies, with a blank between two of them and {@code -} for an empty one. */
    private static List<String> decoded(String frames) {
        String[] bodies = frames.split(" ", -1);
        ByteArrayOutputStream wire = new ByteArrayOutputStream();
        for (int i = 0; i < bodies.length; i++) {
            byte[] body = HexFormat.of().parseHex(bodies[i].replace("-", ""));
            wire.writeBytes(RecordedMultiparts.frame(i == bodies.length - 1 ? 0 : Frame.MORE, body));
        }
        return RecordedMultiparts.in(wire.toByteArray()).lines().stream()
                .map(line -> line.startsWith("malformed") ? "malformed" : "message")
                .toList();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-",
                "- 82016174",
                "- 82016174 80",
                "- 82016174 80 00",
                "- 82016174 80 -",
                "00 82016174 80 deadbeefdeadbeef",
                "82016174 80 deadbeefdeadbeef",
                "- 82016174 - deadbeefdeadbeef",
                "- 82016174 8080 deadbeefdeadbeef",
                "- 82016174 81 deadbeefdeadbeef",
                "- - 80 deadbeefdeadbeef",
                "- 8201617400 80 deadbeefdeadbeef",
                "- 8101 80 deadbeefdeadbeef",
                "- 8301617480 80 deadbeefdeadbeef",
                "- 82076174 80 deadbeefdeadbeef",
                "- 8212416174 80 deadbeefdeadbeef",
                "- 8210410161 80 deadbeefdeadbeef",
                "- 820540 f6 deadbeefdeadbeef",
                "- 410e f6 deadbeefdeadbeef",
                "- deadbeefdeadbeef",
                "deadbeefdeadbeef"
            })
    void isPassedOver_malformed(String frames) {
        assertThat(decoded(frames)).containsExactly("malformed");
    }

    @Test
    void goesOnBehindTheEndMarker_malformedBeforeIt() {
        String good = "- " + HEADER + " 80 " + END;
        assertThat(decoded("00 01 02 " + END + " " + good)).containsExactly("malformed", "message");
        assertThat(decoded("- " + HEADER + " 80 00 01 " + END + " " + good)).containsExactly("malformed", "message");
        assertThat(decoded("- 8101 80 " + END + " " + good + " -"))
                .containsExactly("malformed", "message", "malformed");
    }

    @Test
    void passesOverTheSecond_twoMessagesInOneMultipart() {
        String good = "- " + HEADER + " 80 " + END;
        assertThat(decoded(good + " " + good)).containsExactly("message", "malformed");
    }

    @Test
    void takesDataForData_thatLooksLikeTheEndMarker() {
        assertThat(decoded("- 830b4101617800 " + END + " " + END)).containsExactly("malformed");
        assertThat(decoded("- 830b41016178 " + END + " " + END)).containsExactly("message");
    }
}
