package org.rembus.broker.transport.translation;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.rembus.broker.transport.translation.LongText.Piece;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;

final class LongTextsTest {
    private final AtomicInteger tasks = new AtomicInteger();
    private final LongTexts texts = new LongTexts(this::runAside, Runnable::run);
    private final Message.Publish message = Message.Publish.of("a", Payload.ofArguments(1, "x"));

    private void runAside(Runnable task) {
        tasks.incrementAndGet();
        task.run();
    }

    private static List<Piece> event(byte[] json) {
        return List.of(Piece.of("event ".getBytes(UTF_8)), Piece.of(json));
    }

    private static String whole(LongText text) {
        ByteArrayOutputStream whole = new ByteArrayOutputStream();
        text.pieces()
                .apply(text.json().get().join())
                .forEach(piece -> whole.write(piece.array(), piece.from(), piece.length()));
        return whole.toString(ISO_8859_1);
    }

    @Test
    void translatesOnce_severalWatchersOfSeveralPatterns() {
        LongText event = texts.eventOf(message, LongTextsTest::event);
        LongText other = texts.eventOf(Message.Publish.of("*", message.data()), LongTextsTest::event);
        assertThat(whole(event)).isEqualTo("event [1,\"x\"]");
        assertThat(whole(other)).isEqualTo("event [1,\"x\"]");
        assertThat(other.source()).isSameAs(event.source());
        assertThat(tasks).hasValue(1);

        Message.Publish next = Message.Publish.of("b", Payload.ofArguments(2));
        assertThat(whole(texts.eventOf(next, LongTextsTest::event))).isEqualTo("event [2]");
    }

    @Test
    void translatesOnce_forFramesAndEvents_whenSomebodyHasRoom() {
        LongText frame = texts.of(message);
        LongText second = texts.of(message);
        LongText event = texts.eventOf(message, LongTextsTest::event);
        assertThat(tasks).as("nobody has room").hasValue(0);

        String text = "{\"jsonrpc\":\"2.0\",\"method\":\"a\",\"params\":[1,\"x\"],\"data\":[1,\"x\"]}";
        assertThat(whole(frame)).isEqualTo("\u0081" + (char) text.length() + text);
        assertThat(second.source()).isSameAs(frame.source());
        assertThat(second.json().get()).isSameAs(frame.json().get());
        assertThat(event.source()).isSameAs(frame.source());
        assertThat(whole(event)).isNotEmpty();
        assertThat(tasks).hasValue(1);
    }

    @Test
    void makesItAgain_forgotten() {
        LongText event = texts.eventOf(message, LongTextsTest::event);
        texts.forget();
        assertThat(texts.eventOf(message, LongTextsTest::event).source()).isNotSameAs(event.source());
    }
}
