package org.rembus.broker.doors;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Named;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.broker.settings.Settings;
import org.rembus.broker.testing.TestCertificates;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;

/** Every kind of bad input at every door, beside one who is on the same door and topic and goes on hearing. */
@Timeout(120)
final class DoorsTest {
    private static final byte[] HALF_A_CLIENT_HELLO = {0x16, 3, 1, 0, 100, 1, 0};
    private static final int FEW = 30;
    private static final int MANY = 1_000;

    @TempDir
    private static Path keystore;

    private static TestCertificates certificates;

    @BeforeAll
    static void certify() throws Exception {
        certificates = new TestCertificates();
        TestCertificates.write(certificates.server("broker"), keystore);
    }

    private static Site site() throws Exception {
        return new Site(certificates, keystore, UnaryOperator.identity());
    }

    static Stream<Named<List<Misdeed>>> kinds() {
        return Misdeeds.kinds();
    }

    @ParameterizedTest
    @MethodSource("kinds")
    void isToldOrClosed_countedAndLoggedOnce_othersNoticeNothing(List<Misdeed> ofOneKind) throws Exception {
        try (Site site = site()) {
            for (Door door : Door.values()) {
                site.letIn(door);
            }
            Map<String, Long> counted = new TreeMap<>();
            List<String> logged = new ArrayList<>();
            for (Misdeed misdeed : ofOneKind) {
                misdeed.deed().happen(site);
                site.expectAllHear();
                misdeed.counted().forEach((reason, count) -> counted.merge(reason, count, Long::sum));
                site.expectCounted(misdeed, counted);
                misdeed.logged().ifPresent(logged::add);
                site.expectLogged(misdeed, logged);
            }
            site.expectNothingLeft();
        }
    }

    @Test
    void areRefused_moreThanThereMayBe_othersNoticeNothing() throws Exception {
        long allowed = 1L + Door.values().length;
        try (Site site =
                new Site(certificates, keystore, settings -> settings.set(Settings.MAX_CONNECTIONS, allowed))) {
            for (Door door : Door.values()) {
                site.letIn(door);
            }
            for (Door door : Door.values()) {
                try (Intruder late = Intruder.inTls(door, site)) {
                    late.send(door == Door.HTTP ? door.call() : door.greeting()).readToEnd();
                }
            }
            site.expectAllHear();
            site.expectNothingLeft();
            site.expectCounted("too many", Map.of("connections_refused", (long) Door.values().length));
            site.expectLogged("too many", Collections.nCopies(Door.values().length, "as many connections as"));
        }
    }

    /** TCP alone has no handshake that could be slow. */
    @Test
    void areClosed_slowPeersOfAllDoorsAtOnce_othersNoticeNothing() throws Exception {
        try (Site site = new Site(
                certificates,
                keystore,
                settings -> settings.set(Settings.HANDSHAKE_TIMEOUT, Duration.ofSeconds(3))
                        .set(Settings.MESSAGE_TIMEOUT, Duration.ofSeconds(1)))) {
            List<Intruder> slow = new ArrayList<>();
            for (Door door : Door.values()) {
                site.letIn(door);
                slow.add(Intruder.inside(door, site).send(door.half()));
            }
            slow.add(Intruder.atThePort(Door.WS, site).send(Door.ascii("GET / HTTP/1.1\r\nHost: localhost\r\nUpg")));
            slow.add(Intruder.inTls(Door.WSS, site).send(Door.ascii("GET / HT")));
            slow.add(Intruder.atThePort(Door.TLS, site).send(HALF_A_CLIENT_HELLO));
            slow.add(Intruder.atThePort(Door.ZMQ, site).send(new byte[] {-1, 0, 0}));
            slow.add(Intruder.atThePort(Door.HTTP, site)
                    .send(Door.ascii("GET /rid HTTP/1.1\r\nHost: localhost\r\nAcc")));
            site.expectAllHear();
            for (Intruder intruder : slow) {
                intruder.readToEnd();
                intruder.close();
            }
            site.expectAllHear();
            site.expectNothingLeft();
            site.expectCounted("slow peers", Map.of("closed_stalled", 7L, "handshakes_timed_out", 5L));
            List<String> logged = new ArrayList<>(Collections.nCopies(5, "took too long"));
            logged.addAll(Collections.nCopies(7, "does not go on"));
            site.expectLogged("slow peers", logged);
        }
    }

    @ParameterizedTest
    @EnumSource
    void othersNoticeNothing_messagesWithAWrongBit(Door door) throws Exception {
        sendSpoilt(door, FEW);
    }

    @ParameterizedTest
    @EnumSource
    @Tag("full")
    @Timeout(600)
    void othersNoticeNothing_veryManyMessagesWithAWrongBit(Door door) throws Exception {
        sendSpoilt(door, MANY);
    }

    /** Some of these are well-formed nevertheless, so that nothing can be said of what becomes of them. */
    private static void sendSpoilt(Door door, int seeds) throws Exception {
        try (Site site = site()) {
            site.letIn(door);
            for (int seed = 0; seed < seeds; seed++) {
                Random random = new Random(seed);
                byte[] bytes = random.nextBoolean() ? door.call() : news(door);
                bytes[random.nextInt(bytes.length)] ^= (byte) (1 << random.nextInt(Byte.SIZE));
                try (Intruder intruder = Intruder.inside(door, site)) {
                    intruder.send(bytes);
                    if (random.nextBoolean()) {
                        intruder.reset();
                    }
                }
                site.expectAllHear();
            }
            site.expectNothingLeft();
        }
    }

    private static byte[] news(Door door) {
        return switch (door) {
            case JSON -> Door.text("{\"jsonrpc\":\"2.0\",\"method\":\"spoilt\",\"params\":[1]}");
            case HTTP -> Door.ascii("POST /spoilt HTTP/1.1\r\nHost: localhost\r\nContent-Length: 3\r\n\r\n[1]");
            default -> door.wire(Message.Publish.of("spoilt", Payload.ofArguments(1)));
        };
    }
}
