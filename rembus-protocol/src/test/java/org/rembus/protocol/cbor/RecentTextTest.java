package org.rembus.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.PublishFlags;

final class RecentTextTest {
    private final MessageDecoder decoder = new MessageDecoder();

    private String topicOf(byte[] bytes) throws ProtocolException {
        return ((Message.Publish) decoder.decode(bytes, 0, bytes.length)).topic();
    }

    private static byte[] publish(String topic) {
        return MessageEncoder.encode(new Message.Publish(PublishFlags.QOS0, null, topic, Payload.of(List.of(1L))));
    }

    @Test
    void decode_sameTopicAgain_isTheSameString() throws ProtocolException {
        String first = topicOf(publish("sensor/küche"));
        assertThat(topicOf(publish("sensor/küche"))).isSameAs(first).isEqualTo("sensor/küche");
    }

    @Test
    void decode_otherTopicsBetween_eachIsItself() throws ProtocolException {
        for (String topic : List.of("a", "b", "ab", "", "a", "a".repeat(1000), "a".repeat(1000), "a", "ä", "a")) {
            assertThat(topicOf(publish(topic))).isEqualTo(topic);
        }
    }

    @Test
    void decode_notUtf8AfterAValidOne_isRefusedAndForgotten() throws ProtocolException {
        byte[] valid = publish("ab");
        byte[] broken = valid.clone();
        broken[3] = (byte) 0xC3; // the first byte of two, at the place of the last
        assertThat(topicOf(valid)).isEqualTo("ab");
        assertThatThrownBy(() -> topicOf(broken)).isInstanceOf(ProtocolException.class);
        assertThat(topicOf(valid)).isEqualTo("ab");
    }

    @Test
    void decode_topicThatEndsBehindTheMessage_isRefused() throws ProtocolException {
        byte[] valid = publish("abc");
        assertThat(topicOf(valid)).isEqualTo("abc");
        assertThatThrownBy(() -> decoder.decode(valid, 0, 5)).hasMessage("truncated message");
    }
}
