package org.rembus.broker.transport.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Queue;
import javax.net.ssl.SSLEngine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.testing.TestCertificates;
import org.rembus.broker.transport.Admission;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.PeerFault;
import org.rembus.broker.transport.TransportLoop;
import org.rembus.broker.transport.memory.BufferBudget;

/** On a channel in memory, with cryptography that takes as long as the test likes. */
final class TlsHandlerTest {
    private static final int BUDGET_BYTES = 1 << 20;

    @TempDir
    private Path folder = Path.of("");

    private final TestCertificates certificates = new TestCertificates();
    private final Queue<Runnable> crypto = new ArrayDeque<>();
    private final BufferBudget budget = new BufferBudget(BUDGET_BYTES);
    private final EmbeddedChannel channel = new EmbeddedChannel();

    TlsHandlerTest() throws Exception {}

    @BeforeEach
    void begin() throws Exception {
        TestCertificates.write(certificates.server("broker"), folder);
        TransportLoop loop = new TransportLoop(channel.eventLoop(), budget, new Admission(1, 1), () -> 0);
        SSLEngine engine = new Keystore(folder, null).context().newEngine(channel.alloc());
        channel.pipeline().addLast(new TlsHandler(engine, crypto::add, loop, ConnectionOptions.DEFAULT));
        channel.writeInbound(Unpooled.wrappedBuffer(clientHello()));
    }

    @AfterEach
    void giveBack() {
        channel.close();
        channel.releaseInbound();
        channel.releaseOutbound();
        assertThat(budget.used()).isZero();
    }

    private ByteBuffer clientHello() throws Exception {
        SSLEngine client = certificates.client(null).createSSLEngine("localhost", 1);
        client.setUseClientMode(true);
        ByteBuffer hello = ByteBuffer.allocate(client.getSession().getPacketBufferSize());
        client.wrap(ByteBuffer.allocate(0), hello);
        return hello.flip();
    }

    private void receive(int bytes) {
        channel.writeInbound(Unpooled.wrappedBuffer(new byte[bytes]));
    }

    @Test
    void readsNoFurther_cryptographyIsStillToBeDone() {
        assertThat(crypto).hasSize(1);
        receive(40_000);
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(budget.used()).isGreaterThanOrEqualTo(40_000);
        receive(40_000);
        assertThat(channel.config().isAutoRead()).isFalse();
        assertThat(budget.used()).isGreaterThanOrEqualTo(80_000);
    }

    @Test
    void readsOn_handshakeIsOver() {
        receive(80_000);
        assertThat(channel.config().isAutoRead()).isFalse();
        while (!crypto.isEmpty()) {
            crypto.remove().run();
            channel.runPendingTasks();
        }
        // What was sent ahead is no handshake.
        assertThat(channel.config().isAutoRead()).isTrue();
        assertThat(channel.isOpen()).isFalse();
    }

    @Test
    void givesUp_budgetHasNoRoom() {
        budget.inputs().takeAnyway(BUDGET_BYTES / 2);
        assertThatThrownBy(() -> receive(40_000))
                .isInstanceOf(PeerFault.class)
                .hasMessage("there is no memory for a part of a TLS record");
        budget.inputs().giveBack(BUDGET_BYTES / 2);
    }
}
