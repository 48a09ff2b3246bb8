package org.rembus.broker.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.testing.RawPeer;
import org.rembus.broker.transport.ConnectionOptions;
import org.rembus.broker.transport.memory.BufferBudget;
import org.rembus.protocol.cbor.MessageEncoder;

/** Whatever a peer sends, its connection lives on or is closed with the code of a peer's fault, and nothing leaks. */
final class HostileBytesTest {
    private static final int CONNECTIONS = 300;
    private static final List<String> ENDS = List.of("close 1002", "close 1007", "close 1009", "close 1013");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3})
    void livesOnOrCloses_anyBytes(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < CONNECTIONS; i++) {
            try (var fixture = new ConnectionFixture(
                    ConnectionOptions.DEFAULT.withMaxMessageBytes(100_000),
                    new BufferBudget(200_000),
                    (connection, message) -> pauseNowAndThen(random, connection))) {
                for (int part = random.nextInt(6); part >= 0 && fixture.channel.isActive(); part--) {
                    fixture.receive(bytes(random));
                    fixture.connection.resumeReading();
                    fixture.channel.runPendingTasks();
                }
                for (String line : fixture.written()) {
                    assertThat(line)
                            .as("seed %d, connection %d", seed, i)
                            .matches(written ->
                                    !written.startsWith("close") || isPeersFault(written) || isEcho(written));
                }
            }
        }
    }

    private static void pauseNowAndThen(Random random, org.rembus.broker.routing.connection.Connection connection) {
        if (random.nextInt(4) == 0) {
            connection.pauseReading();
        }
    }

    private static boolean isPeersFault(String line) {
        return ENDS.stream().anyMatch(line::startsWith);
    }

    /** An answer to the peer's close frame has no reason. */
    private static boolean isEcho(String line) {
        return line.matches("close \\d+ ");
    }

    private static byte[] bytes(Random random) {
        byte[] message = MessageEncoder.encode(ConnectionFixture.publish("t".repeat(random.nextInt(2000))));
        switch (random.nextInt(5)) {
            case 0 -> random.nextBytes(message);
            case 1 -> message[random.nextInt(message.length)] ^= (byte) (1 << random.nextInt(8));
            default -> {}
        }
        byte[] frame = RawPeer.frame(first(random), message);
        if (random.nextInt(8) == 0) {
            frame[random.nextInt(frame.length)] ^= (byte) (1 << random.nextInt(8));
        }
        return frame;
    }

    private static int first(Random random) {
        return random.nextInt(10) == 0 ? random.nextInt(256) : RawPeer.FIN | RawPeer.BINARY;
    }
}
