package org.rembus.client.connection;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.rembus.client.tls.TlsFiles;
import org.rembus.protocol.Address;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.framing.FrameType;
import org.rembus.protocol.framing.FrameWriter;

/** A long text of a broker is read by a worker, and what comes behind it waits for it. */
final class LongTextTest {
    private static final String FILLING = "x".repeat(100_000);

    private final Deque<Runnable> work = new ArrayDeque<>();
    private final List<String> topics = new ArrayList<>();
    private final RecordedEvents events = new RecordedEvents() {
        @Override
        public void onMessage(Message message) {
            topics.add(((Message.Publish) message).topic());
        }
    };
    private final FrameWriter writer = FrameWriter.unmasked();
    private final EmbeddedChannel channel = new EmbeddedChannel(new WebSocketLink(
            new Destination(
                    Address.parse("ws://127.0.0.1:1/name", Address.DEFAULT_BASE),
                    new TlsFiles(null, Path.of("nowhere"), null),
                    Encoding.JSON,
                    1 << 20,
                    Duration.ZERO),
            events,
            new OutputBudget(),
            work::add));

    private byte[] text(String topic, String argument) {
        String text = "{\"jsonrpc\":\"2.0\",\"method\":\"" + topic + "\",\"params\":[\"" + argument + "\"]}";
        return writer.frame(FrameType.TEXT, text.getBytes(UTF_8));
    }

    private void arrive(byte[]... frames) {
        channel.writeInbound(Unpooled.wrappedBuffer(frames));
    }

    private void workOn() {
        work.remove().run();
        channel.runPendingTasks();
    }

    @Test
    void shortText_isReadAtOnce() {
        arrive(text("short", ""));

        assertThat(topics).containsExactly("short");
        assertThat(work).isEmpty();
    }

    @Test
    void whatComesBehindALongText_waitsForIt_andNothingMoreIsReceived() {
        arrive(
                text("long", FILLING),
                text("short", ""),
                writer.frame(
                        FrameType.BINARY, MessageEncoder.encode(Message.Publish.of("binary", Payload.NO_ARGUMENTS))),
                text("longer", FILLING + FILLING),
                text("last", ""));
        assertThat(topics).isEmpty();
        assertThat(channel.config().isAutoRead()).isFalse();

        while (!work.isEmpty()) {
            workOn();
        }
        assertThat(topics).containsExactly("long", "short", "binary", "longer", "last");
        assertThat(channel.config().isAutoRead()).isTrue();
    }

    @Test
    void goodbyeBehindALongText_waitsForItToo() {
        arrive(text("long", FILLING), writer.closeFrame(1001, "bye"));
        assertThat(events.disconnected).isNotDone();
        workOn();

        assertThat(topics).containsExactly("long");
        assertThat(events.disconnected).isCompletedWithValue("1001 bye");
    }

    @Test
    void connectionThatEndsMeanwhile_bringsNothingMore() {
        arrive(text("long", FILLING), text("short", ""));
        channel.close();
        workOn();

        assertThat(topics).isEmpty();
        assertThat(events.disconnected).isDone();
    }

    @Test
    void longTextThatIsNoMessage_isPassedOver() {
        try (ExpectedErrors log = ExpectedErrors.of(Complaints.class)) {
            arrive(text("long", FILLING + "\""), text("short", ""));
            workOn();

            assertThat(log.warnings())
                    .singleElement()
                    .asString()
                    .startsWith("the broker sent a text that is no message");
        }
        assertThat(topics).containsExactly("short");
    }
}
