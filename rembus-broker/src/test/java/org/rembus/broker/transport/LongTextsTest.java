package org.rembus.broker.transport;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rembus.broker.routing.Outgoing;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;

final class LongTextsTest {
    private final AtomicInteger tasks = new AtomicInteger();
    private final LongTexts texts = new LongTexts(this::runAside, Runnable::run);
    private final Outgoing message = new Outgoing(Message.Publish.of("a", Payload.ofArguments(1, "x")));

    private void runAside(Runnable task) {
        tasks.incrementAndGet();
        task.run();
    }

    private static byte[] event(Message.Publish publish, byte[] json) {
        return (publish.topic() + " " + new String(json, UTF_8)).getBytes(UTF_8);
    }

    @Test
    void makesEventOnce_severalWatchers() {
        LongText event = texts.eventOf(message, LongTextsTest::event);
        assertThat(event.frame().join()).asString(UTF_8).isEqualTo("a [1,\"x\"]");
        assertThat(texts.eventOf(message, LongTextsTest::event)).isSameAs(event);
        assertThat(tasks).as("the payload, and the event").hasValue(2);

        Outgoing other = new Outgoing(Message.Publish.of("b", Payload.ofArguments(2)));
        assertThat(texts.eventOf(other, LongTextsTest::event).frame().join())
                .asString(UTF_8)
                .isEqualTo("b [2]");
    }

    @Test
    void translatesOnce_forFramesAndEvents() {
        LongText frame = texts.of(message);
        texts.eventOf(message, LongTextsTest::event);
        assertThat(texts.of(message)).isSameAs(frame);
        assertThat(tasks).as("the payload, the frame and the event").hasValue(3);
    }

    @Test
    void makesItAgain_forgotten() {
        LongText event = texts.eventOf(message, LongTextsTest::event);
        texts.forget();
        assertThat(texts.eventOf(message, LongTextsTest::event)).isNotSameAs(event);
    }
}
