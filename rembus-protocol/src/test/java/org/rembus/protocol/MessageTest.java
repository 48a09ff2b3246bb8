package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.rembus.protocol.Message.Attestation;
import org.rembus.protocol.Message.Publish;
import org.rembus.protocol.Message.Register;
import org.rembus.protocol.Message.Response;

final class MessageTest {
    private static final MessageId ID = MessageId.ofHex("0102030405060708");
    private static final Payload DATA = Payload.NO_ARGUMENTS;

    @Test
    void publish_idAndFlagsThatDisagree_isRefused() {
        assertThatThrownBy(() -> new Publish(PublishFlags.QOS0, ID, "t", DATA))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Publish(PublishFlags.QOS1, null, "t", DATA))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Publish(PublishFlags.QOS0_SLOT, MessageId.ofHex("010203"), "t", DATA))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("an id of 3 bytes cannot carry a slot");
        assertThat(new Publish(PublishFlags.QOS2_SLOT, ID, "t", DATA).requireId())
                .isEqualTo(ID);
        assertThat(Publish.of("t", DATA)).isEqualTo(new Publish(PublishFlags.QOS0, null, "t", DATA));
    }

    @Test
    void error_textThatUtf8CannotCarry_isStillAnAnswer() {
        assertThat(Response.error(ID, Status.METHOD_EXCEPTION, "half \uD800 pair"))
                .isEqualTo(new Response(ID, Status.METHOD_EXCEPTION, Payload.of("half ? pair")));
        assertThat(Response.success(ID)).isEqualTo(new Response(ID, Status.SUCCESS, Payload.NULL));
    }

    @Test
    void equals_messagesWithBinary_comparesTheBytes() {
        Register register = new Register(ID, "a", "pin", new byte[] {1, 2}, 1);
        assertThat(register)
                .isEqualTo(new Register(ID, "a", "pin", new byte[] {1, 2}, 1))
                .hasSameHashCodeAs(new Register(ID, "a", "pin", new byte[] {1, 2}, 1))
                .isNotEqualTo(new Register(ID, "a", "pin", new byte[] {1, 3}, 1))
                .isNotEqualTo(new Register(ID, "a", null, new byte[] {1, 2}, 1));
        Attestation attestation = new Attestation(ID, "a", new byte[] {1}, null);
        assertThat(attestation)
                .isEqualTo(new Attestation(ID, "a", new byte[] {1}, null))
                .hasSameHashCodeAs(new Attestation(ID, "a", new byte[] {1}, null))
                .isNotEqualTo(new Attestation(ID, "a", new byte[] {2}, null))
                .isNotEqualTo(new Attestation(ID, "a", new byte[] {1}, Payload.NULL));
    }
}
