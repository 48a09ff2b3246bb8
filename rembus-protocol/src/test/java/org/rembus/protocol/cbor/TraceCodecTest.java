package org.rembus.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Extension;
import org.rembus.protocol.Extensions;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.TraceContext;

final class TraceCodecTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    private static final TraceContext CONTEXT = new TraceContext(PARENT, "");
    private static final Message.Publish PUBLISH = Message.Publish.of("t", Payload.of(List.of(1)));
    private static final Message.Rpc RPC = new Message.Rpc(MessageId.of(7, 8), "svc", null, Payload.NO_ARGUMENTS);

    @Test
    void contextStandsInFrontOfTheMessage_whoseBytesStayAsTheyAre() {
        byte[] message = MessageEncoder.encode(PUBLISH.withTrace(CONTEXT));
        byte[] traced = TraceCodec.behind(CONTEXT, message);

        assertThat(message).isEqualTo(MessageEncoder.encode(PUBLISH));
        assertThat(traced).startsWith(0x78, 55, '0', '0', '-').endsWith(message);
        assertThat(traced).hasSize(2 + 55 + message.length);
    }

    @Test
    void contextComesBack_publishAndCall_withState() throws Exception {
        TraceContext stated = new TraceContext(PARENT, "a=1," + "b".repeat(500));

        assertThat(decode(TraceCodec.behind(CONTEXT, MessageEncoder.encode(PUBLISH))))
                .isEqualTo(PUBLISH.withTrace(CONTEXT));
        assertThat(decode(TraceCodec.behind(stated, MessageEncoder.encode(RPC))))
                .isEqualTo(RPC.withTrace(stated));
        assertThat(TraceCodec.preface(stated)).hasSizeLessThanOrEqualTo(TraceCodec.MAX_PREFACE_BYTES);
    }

    @Test
    void contextGoesAndComes_onlyWhereContextsWereAgreedOn() throws Exception {
        Extensions agreed = Extensions.of(Extension.TRACE, Extension.NACK);
        Extensions others = Extensions.of(Extension.NACK);
        byte[] message = MessageEncoder.encode(PUBLISH);
        byte[] traced = TraceCodec.behind(CONTEXT, message);

        assertThat(TraceCodec.encode(CONTEXT, message, agreed)).isEqualTo(traced);
        assertThat(TraceCodec.encode(CONTEXT, message, others)).isSameAs(message);
        assertThat(TraceCodec.encode(null, message, agreed)).isSameAs(message);
        assertThat(TraceCodec.decode(new MessageDecoder(), traced, 0, traced.length, agreed))
                .isEqualTo(PUBLISH.withTrace(CONTEXT));
        assertThatThrownBy(() -> TraceCodec.decode(new MessageDecoder(), traced, 0, traced.length, others))
                .isInstanceOf(ProtocolException.class);
    }

    @Test
    void messageIsRead_withoutAContext() throws Exception {
        assertThat(decode(MessageEncoder.encode(PUBLISH))).isEqualTo(PUBLISH);
    }

    @Test
    void contextIsDropped_anotherKindOfMessage() throws Exception {
        Message.Ack ack = new Message.Ack(MessageId.of(7, 8));

        assertThat(decode(TraceCodec.behind(CONTEXT, MessageEncoder.encode(ack))))
                .isEqualTo(ack);
    }

    @Test
    void contextIsDropped_malformed_butNeverTheMessage() throws Exception {
        assertThat(decode(behind("rubbish"))).isEqualTo(PUBLISH);
        assertThat(decode(behind(7L))).isEqualTo(PUBLISH);
        assertThat(decode(behind(new byte[] {1, 2}, Map.of("a", 1L)))).isEqualTo(PUBLISH);
        assertThat(decode(behind(PARENT, 7L))).isEqualTo(PUBLISH.withTrace(CONTEXT));
        assertThat(decode(behind(PARENT, "s".repeat(513)))).isEqualTo(PUBLISH.withTrace(CONTEXT));
    }

    @Test
    void messageIsRefused_notFoundBehindTheContext() {
        assertRefused(TraceCodec.preface(CONTEXT));
        assertRefused(behind(PARENT, "a=1", "one too many"));
        assertRefused((byte) 0x78);
        assertRefused();
    }

    private static void assertRefused(byte... frame) {
        assertThatExceptionOfType(ProtocolException.class).isThrownBy(() -> decode(frame));
    }

    /** The publish behind these items. */
    private static byte[] behind(Object... items) {
        CborWriter writer = new CborWriter();
        for (Object item : items) {
            writer.writeValue(item);
        }
        byte[] message = MessageEncoder.encode(PUBLISH);
        return writer.followedBy(Payload.view(message, 0, message.length));
    }

    private static Message decode(byte[] frame) throws ProtocolException {
        byte[] within = new byte[frame.length + 2];
        System.arraycopy(frame, 0, within, 1, frame.length);
        return TraceCodec.decode(new MessageDecoder(), within, 1, frame.length);
    }
}
