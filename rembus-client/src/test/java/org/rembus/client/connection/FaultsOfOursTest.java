package org.rembus.client.connection;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.file.ClosedFileSystemException;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.client.tls.TlsFiles;
import org.rembus.protocol.Address;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Message;

/** What fails in this library is told apart from what a broker or the network does, and leaves nobody waiting. */
final class FaultsOfOursTest {
    /** ACK of eight zero bytes, in a frame of TCP. */
    private static final byte[] ACK = {(byte) 0x81, 11, (byte) 0x82, 5, 0x48, 0, 0, 0, 0, 0, 0, 0, 0};

    @TempDir
    private Path folder = Path.of("");

    private Destination destination(Path certificates) {
        return new Destination(
                Address.parse("tls://127.0.0.1:1/name", Address.DEFAULT_BASE),
                new TlsFiles(certificates, folder, null),
                Encoding.CBOR,
                1024,
                Duration.ZERO);
    }

    private EmbeddedChannel linked(LinkEvents events) {
        return new EmbeddedChannel(new TcpLink(destination(folder), events, new OutputBudget()));
    }

    @Test
    void handlingAMessage_fails_isAnErrorOfThisLibrary() {
        RecordedEvents events = new RecordedEvents() {
            @Override
            public void onMessage(Message message) {
                throw new IllegalStateException("broken");
            }
        };
        try (ExpectedErrors errors = ExpectedErrors.of(FramedLink.class)) {
            EmbeddedChannel channel = linked(events);
            channel.writeInbound(Unpooled.wrappedBuffer(ACK));

            assertThat(errors.messages()).singleElement().asString().endsWith("by a fault of this library");
            assertThat(channel.isOpen()).isFalse();
        }
        assertThat(events.disconnected)
                .isCompletedWithValue("1006 a fault of this library: java.lang.IllegalStateException: broken");
    }

    @Test
    void connection_isReset_isNoErrorOfThisLibrary() {
        RecordedEvents events = new RecordedEvents();
        try (ExpectedErrors errors = ExpectedErrors.of(FramedLink.class)) {
            linked(events).pipeline().fireExceptionCaught(new IOException("Connection reset"));

            assertThat(errors.messages()).isEmpty();
        }
        assertThat(events.disconnected).isCompletedWithValue("1006 Connection reset");
    }

    @Test
    void readyingAConnection_fails_isToldToWhoeverWaitsForIt() throws IOException {
        RecordedEvents events = new RecordedEvents();
        EventLoop loop = new DefaultEventLoop();
        try (ExpectedErrors errors = ExpectedErrors.of(Connector.class)) {
            new Connector(destination(closedFile()), loop, Runnable::run, new OutputBudget(), events).connect();

            assertThat(events.connectFailed.join())
                    .isInstanceOf(ConnectException.class)
                    .hasMessageContaining("a fault of this library")
                    .hasCauseInstanceOf(ClosedFileSystemException.class);
            assertThat(errors.messages()).hasSize(1);
        } finally {
            loop.shutdownGracefully();
        }
    }

    /** A file that fails as no file should. */
    private Path closedFile() throws IOException {
        try (FileSystem zip = FileSystems.newFileSystem(folder.resolve("files.zip"), Map.of("create", "true"))) {
            return zip.getPath("ca.pem");
        }
    }
}
