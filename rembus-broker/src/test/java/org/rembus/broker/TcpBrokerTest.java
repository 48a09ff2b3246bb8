package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.RawTcpPeer;
import org.rembus.protocol.Message;
import org.rembus.protocol.Status;
import org.rembus.protocol.cbor.MessageEncoder;

/** Over TCP. */
final class TcpBrokerTest extends MessengerBrokerContract {
    TcpBrokerTest() {
        super("tcp");
    }

    @Override
    BrokerOptions.Builder withPorts(BrokerOptions.Builder options) {
        return options.tcp(0).tcp(0);
    }

    @Override
    RawTcpPeer connect(InetSocketAddress address) throws IOException {
        return RawTcpPeer.connect(address);
    }

    @Override
    byte[] damaged(Message message, Random random) {
        byte[] bytes = MessageEncoder.encode(message);
        flipBit(bytes, random);
        byte[] frame = RawTcpPeer.frame(0x8D, bytes);
        flipBit(frame, random);
        return frame;
    }

    @Test
    void listensOnTcpOnly_noOtherPortIsGiven() throws Exception {
        try (Broker other = Broker.start(BrokerOptions.builder()
                .set(Settings.STORE, Settings.Store.NONE)
                .tcp(0)
                .build())) {
            assertThat(other.addresses()).extracting(URI::getScheme).containsExactly("tcp");
        }
    }

    @Test
    void losesItsName_peerAnswersNothing() throws IOException {
        try (RawTcpPeer older = connect(port);
                RawTcpPeer newer = connect(port)) {
            assertThat(identify(older).status()).isEqualTo(Status.SUCCESS);
            assertThat(identify(newer).status()).isEqualTo(Status.SUCCESS);
            assertThat(((Message.Rpc) older.readMessage()).topic()).isEqualTo("version");
            assertThat(older.readToEnd()).isZero();
        }
    }
}
