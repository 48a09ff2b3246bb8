package org.rembus.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.rembus.client.tls.TlsFiles;
import org.rembus.protocol.Address;
import org.rembus.protocol.Encoding;

/** A broker that sends what cannot be read does not fill the log of a component. */
final class ComplaintsTest {
    /** In a frame of TCP, a byte that begins nothing. */
    private static final byte[] RUBBISH = {(byte) 0x81, 1, (byte) 0xFF};

    /** An integer, which is no message. */
    private static final byte[] NO_MESSAGE = {(byte) 0x81, 1, 7};

    private static EmbeddedChannel link() {
        Destination destination = new Destination(
                Address.parse("tcp://127.0.0.1:1/name", Address.DEFAULT_BASE),
                new TlsFiles(null, Path.of("nowhere"), null),
                Encoding.CBOR,
                1024,
                Duration.ZERO);
        return new EmbeddedChannel(new TcpLink(destination, new RecordedEvents(), new OutputBudget()));
    }

    @Test
    void rubbish_isLoggedOnceForEachReasonAndConnection() {
        try (ExpectedErrors log = ExpectedErrors.of(Complaints.class)) {
            EmbeddedChannel channel = link();
            for (int i = 0; i < 1_000; i++) {
                channel.writeInbound(Unpooled.wrappedBuffer(RUBBISH), Unpooled.wrappedBuffer(NO_MESSAGE));
            }
            assertThat(channel.isOpen()).isTrue();
            assertThat(log.warnings())
                    .hasSize(2)
                    .allSatisfy(line -> assertThat(line)
                            .startsWith(FramedLink.UNREADABLE)
                            .endsWith("; logged once for this connection"));

            link().writeInbound(Unpooled.wrappedBuffer(RUBBISH));
            assertThat(log.warnings()).hasSize(3);
        }
    }

    @Test
    void reasons_thatAreEachTimeOthers_areLoggedUpToABound() {
        try (ExpectedErrors log = ExpectedErrors.of(Complaints.class)) {
            Complaints complaints = new Complaints();
            for (int i = 0; i < 1_000; i++) {
                complaints.add("at byte " + i);
            }
            assertThat(log.warnings()).hasSize(Complaints.MOST_REASONS);
            assertThat(log.warnings().getLast()).isEqualTo("at byte 9; no more of this is logged on this connection");
        }
    }
}
