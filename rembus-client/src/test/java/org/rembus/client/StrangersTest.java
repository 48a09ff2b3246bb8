package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A component that comes to a port where no Rembus broker is. */
@Timeout(30)
final class StrangersTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "tcp | HTTP/1.1 400 Bad Request | the broker broke the rules of framing: no frame begins with 0x48, but HTTP does",
                "tcp | '' | the connection was closed before a Rembus broker answered",
                "ws | 'HTTP/1.1 404 Not Here~Content-Length: 0~~' | what answers there refuses WebSocket, by HTTP status 404 Not Found",
                "ws | 'HTTP/1.1 101 So Be It~Upgrade: websocket~Connection: Upgrade~Sec-WebSocket-Accept: no~~' | what answers there does not begin WebSocket as it should",
                "ws | 'SSH-2.0-OpenSSH~~' | what answers there does not speak HTTP",
                "ws | '' | the connection was closed during the WebSocket handshake; perhaps this port is for something else",
                "zmq | '' | the connection was closed during the ZeroMQ greeting; perhaps this port is for something else",
            })
    void isSaid_whatAnswersIsNoBroker(String scheme, String answer, String why) throws Exception {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                ExecutorService doorkeeper = Executors.newSingleThreadExecutor()) {
            Future<?> done = doorkeeper.submit(() -> {
                try (Socket caller = door.accept()) {
                    caller.getInputStream().read();
                    caller.getOutputStream().write(answer.replace("~", "\r\n").getBytes(StandardCharsets.US_ASCII));
                    caller.shutdownOutput();
                    return caller.getInputStream().readAllBytes();
                }
            });
            String url = scheme + "://127.0.0.1:" + door.getLocalPort();
            assertThatThrownBy(() -> Rembus.component(url))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessage(url + ": not connected (" + why + ")");
            done.get(10, TimeUnit.SECONDS);
        }
    }

    /** The kernel accepts, and nobody ever reads. */
    @Test
    void isSaid_whatListensIsSilent() throws Exception {
        try (ServerSocket door = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            ComponentOptions silent = ComponentOptions.builder()
                    .address("tcp://127.0.0.1:" + door.getLocalPort())
                    .requestTimeout(Duration.ofMillis(50))
                    .build();
            assertThatThrownBy(() -> Rembus.component(silent))
                    .isInstanceOf(NotConnectedException.class)
                    .hasMessageContaining("what listens there does not answer as a Rembus broker does");
        }
    }
}
