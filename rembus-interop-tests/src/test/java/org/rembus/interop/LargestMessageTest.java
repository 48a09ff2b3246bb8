package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.settings.Settings;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Publish;
import org.rembus.client.Received;
import org.rembus.client.Rembus;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.PublishFlags;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.MessageEncoder;

/** A message of exactly the length that broker and component allow grows on its way: an id, the pattern beside the topic. */
final class LargestMessageTest {
    private static final int LIMIT = 1 << 20;
    private static final String TOPIC = "plant/hall/1/camera";

    @ParameterizedTest
    @EnumSource
    void patternSubscriberGetsIt_publishOfTheLimit_once(QoS qos) throws Exception {
        BlockingQueue<Received> received = new LinkedBlockingQueue<>();
        byte[] image = new byte[LIMIT - envelopeBytes(qos)];
        try (Broker broker = start();
                Component publisher = connect(broker);
                Component subscriber = connect(broker)) {
            subscriber.subscribe("plant/**/camera", received::add);

            publisher.publish(Publish.to(TOPIC).qos(qos).with((Object) image));
            publisher.publish(Publish.to(TOPIC).qos(qos).with("the next"));

            Received first = received.poll(30, TimeUnit.SECONDS);
            assertThat(first).isNotNull();
            assertThat(first.topic()).isEqualTo(TOPIC);
            assertThat(first.argument(0, byte[].class)).hasSameSizeAs(image);
            Received second = received.poll(30, TimeUnit.SECONDS);
            assertThat(second).isNotNull();
            assertThat(second.argument(0, String.class)).isEqualTo("the next");
        }
    }

    private static Broker start() throws Exception {
        return Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .environment(Map.of("REMBUS_DIR", "/nonexistent"))
                .webSocket(0)
                .set(Settings.MAX_WS_FRAME, (long) LIMIT)
                .build());
    }

    private static Component connect(Broker broker) {
        return Rembus.component(ComponentOptions.builder()
                .address(broker.addresses().getFirst().toString())
                .maxMessageBytes(LIMIT)
                .build());
    }

    /** What a publish of one long byte string has beside the bytes. */
    private static int envelopeBytes(QoS qos) {
        MessageId id = qos.isAcknowledged() ? MessageId.of(1, MessageId.GEN2_LENGTH) : null;
        Payload payload = Payload.ofArguments((Object) new byte[LIMIT / 2]);
        Message whole = new Message.Publish(PublishFlags.of(qos, false), id, TOPIC, payload);
        return MessageEncoder.encode(whole).length - LIMIT / 2;
    }
}
