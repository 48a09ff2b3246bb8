package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A broker that cannot listen where it should says so, and has made nothing. */
final class PortsTest {
    @TempDir
    private Path home = Path.of("");

    private BrokerOptions.Builder options() {
        return BrokerOptions.builder().environment(Map.of()).home(home);
    }

    private void expectRefusal(BrokerOptions.Builder options, String sentence) {
        assertThatThrownBy(() -> Broker.start(options.build()))
                .isInstanceOf(BrokerStartException.class)
                .hasMessage(sentence);
        assertThat(home).isEmptyDirectory();
    }

    @Test
    void startIsRefused_portIsTaken_nothingIsMade() throws Exception {
        try (ServerSocket other = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = other.getLocalPort();
            String sentence = "cannot listen on 127.0.0.1 port " + port + ": Address already in use";
            expectRefusal(options().webSocket(port), sentence);
            expectRefusal(options().webSocket(0).http(port), sentence);
            expectRefusal(options().zmq(port), sentence);
        }
    }

    @Test
    void startIsRefused_portIsGivenTwice_nothingIsMade() {
        expectRefusal(options().tcp(65_000).tls(65_000), "port 65000 is given twice, for tcp and tls");
    }

    @Test
    void startIsRefused_thereIsNoSuchHost_nothingIsMade() {
        expectRefusal(options().host("no-such-host.invalid"), "cannot listen on no-such-host.invalid: no such host");
    }
}
