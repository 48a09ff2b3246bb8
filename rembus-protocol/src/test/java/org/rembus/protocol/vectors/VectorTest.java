package org.rembus.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.protocol.Diagnostic;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.MessageEncoder;

/** What peers send is understood, goes on unchanged, and is what we send ourselves. */
final class VectorTest {
    /** JavaScript puts the key in tag 64; we send plain binary. */
    private static final List<String> REWRITTEN = List.of("js.json register-rsa", "js.json register-rsa-tenant");

    private static Stream<Vector> frames() {
        return Vectors.cbor();
    }

    private static Stream<Vector> framesOfPython() {
        return Vectors.cbor().filter(Vector::isFromPython);
    }

    private static Stream<Vector> startsOfFrames() {
        return Vectors.cborStarts();
    }

    @ParameterizedTest
    @MethodSource("frames")
    void decode_frameOfAPeer_hasTheMeaningGiven(Vector vector) throws ProtocolException {
        Message decoded = decode(vector.message());

        Message meant = Meaning.of(vector.meaning(), decoded);
        assertThat(Diagnostic.of(decoded)).isEqualTo(Diagnostic.of(meant));
    }

    @ParameterizedTest
    @MethodSource("frames")
    void encode_decodedFrame_givesTheSameBytes(Vector vector) throws ProtocolException {
        Message decoded = decode(vector.message());

        byte[] encoded = MessageEncoder.encode(decoded);

        if (REWRITTEN.contains(vector.toString())) {
            assertThat(decode(encoded)).isEqualTo(decoded);
        } else {
            assertThat(hex(encoded)).isEqualTo(hex(vector.message()));
        }
    }

    @ParameterizedTest
    @MethodSource("frames")
    void decode_frameOfAPeer_keepsThePayloadAsItCame(Vector vector) throws ProtocolException {
        byte[] frame = vector.message();

        Payload payload = payloadOf(decode(frame));

        if (payload != null) {
            // Where there is a payload, it is the last element.
            assertThat(hex(frame)).endsWith(hex(payload.toByteArray()));
        }
    }

    @ParameterizedTest
    @MethodSource("framesOfPython")
    void encode_messageBuiltFromTheMeaning_givesTheBytesThatPythonSends(Vector vector) throws ProtocolException {
        byte[] frame = vector.message();

        Message built = Meaning.of(vector.meaning(), decode(frame));

        assertThat(hex(MessageEncoder.encode(built))).isEqualTo(hex(frame));
    }

    @ParameterizedTest
    @MethodSource("startsOfFrames")
    void encode_messageTooLongToPrint_beginsAsGivenAndHasTheLengthGiven(Vector vector) throws ProtocolException {
        Message built = Meaning.of(vector.meaning(), null);

        byte[] encoded = MessageEncoder.encode(built);

        byte[] start = vector.start();
        assertThat(encoded).hasSize(vector.meaning().get("message_bytes").asInt());
        assertThat(hex(Arrays.copyOf(encoded, start.length))).isEqualTo(hex(start));
        assertThat(decode(encoded)).isEqualTo(built);
    }

    private static Message decode(byte[] frame) throws ProtocolException {
        return new MessageDecoder().decode(frame, 0, frame.length);
    }

    private static @Nullable Payload payloadOf(Message message) {
        return switch (message) {
            case Message.Identity identity -> identity.meta();
            case Message.Publish publish -> publish.data();
            case Message.Rpc rpc -> rpc.data();
            case Message.Admin admin -> admin.data();
            case Message.Response response -> response.data();
            case Message.Attestation attestation -> attestation.meta();
            case Message.Ack ack -> null;
            case Message.Ack2 ack2 -> null;
            case Message.Unregister unregister -> null;
            case Message.Register register -> null;
            case Message.Ping ping -> null;
        };
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }
}
