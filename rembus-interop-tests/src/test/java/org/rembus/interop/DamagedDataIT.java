package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.client.Component;
import org.rembus.client.From;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.protocol.QoS;

/**
 * What the real broker does with a data folder whose files are not as it wrote them: a torn end is cut off; anything else
 * is said in one sentence, at the start or when it is read, and nothing is changed because of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(120)
final class DamagedDataIT {
    private static final int MESSAGES = 36;
    private static final int PAYLOAD_BYTES = 100_000;
    private static final int TABLES = 4;
    private static final int FLIPS_PER_FILE = 3;
    private static final int FLIPS_IN_THE_LAST_SEGMENT = 12;
    private static final int HEADER_BYTES = 4096;
    private static final int END_MARK_BYTES = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** So small that there are several. */
    private static final Map<String, String> SMALL_SEGMENTS = Map.of("REMBUS_RETENTION_SIZE", "8388608");

    @RegisterExtension
    final Fixtures fixtures = Fixtures.ofTest();

    @SuppressWarnings("NullAway.Init") // before all tests
    private Path home;

    /** What a broker left that was killed; the last message in it was not to be acknowledged. */
    @SuppressWarnings("NullAway.Init") // before all tests
    private DataFolder killed;

    /** What it left when it was stopped in order afterwards. */
    @SuppressWarnings("NullAway.Init") // before all tests
    private DataFolder stopped;

    @BeforeAll
    void makeData(@TempDir Path folder) throws Exception {
        home = folder;
        DataFolder data = new DataFolder(folder.resolve("data"));
        try (BrokerProcess broker = BrokerProcess.start(command(), data.path())) {
            fill(broker);
            broker.kill();
            killed = data.copyTo(folder.resolve("killed"));
            broker.restart();
            assertThat(broker.stop()).isZero();
            stopped = data.copyTo(folder.resolve("stopped"));
        }
        assertThat(killed.segments()).hasSize(4);
    }

    private RembusCommand command() {
        return new RembusCommand(List.of(), RembusCommand.BRIEF, SMALL_SEGMENTS, home);
    }

    private static void fill(BrokerProcess broker) {
        try (Component reader = Rembus.component(broker.url("reader"))) {
            reader.subscribe("data", From.lastReceived(), message -> {});
        }
        List<Long> stored = new ArrayList<>();
        try (Component writer = Rembus.component(broker.url("writer"));
                Component watcher = reader(broker, "watcher", stored)) {
            for (long number = 1; number < MESSAGES; number++) {
                QoS qos = number % 2 == 0 ? QoS.AT_LEAST_ONCE : QoS.EXACTLY_ONCE;
                writer.publish(Publish.to("data").qos(qos).with(number, new byte[PAYLOAD_BYTES]));
            }
            writer.publish("data", (long) MESSAGES, new byte[PAYLOAD_BYTES]);
            // What replays is sent from what is stored.
            await("all is stored").atMost(PATIENCE).until(() -> hasAll(stored, MESSAGES));
        }
    }

    private static Component reader(BrokerProcess broker, String name, List<Long> numbers) {
        Component reader = Rembus.component(broker.url(name));
        reader.subscribe("data", From.lastReceived(), message -> {
            synchronized (numbers) {
                numbers.add(message.argument(0, Long.class));
            }
        });
        return reader;
    }

    private static boolean hasAll(List<Long> numbers, int last) {
        synchronized (numbers) {
            return numbers.equals(LongStream.rangeClosed(1, last).boxed().toList());
        }
    }

    private DataFolder copyOf(DataFolder data) throws IOException {
        return data.copyTo(Files.createTempDirectory(home, "copy"));
    }

    private BrokerProcess start(DataFolder data) throws IOException {
        return fixtures.add(BrokerProcess.start(command(), data.path()));
    }

    /** A component that was away since before the first message gets all of them. */
    private static void expectAll(BrokerProcess broker, int last) {
        List<Long> received = new ArrayList<>();
        try (Component reader = reader(broker, "reader", received)) {
            await("messages 1 to " + last).atMost(PATIENCE).until(() -> hasAll(received, last));
        }
    }

    private void expectRefusal(DataFolder data, String... named) throws Exception {
        assertThat(isRefused(data, named)).isTrue();
    }

    /** Starts it. Either all is there, or it is refused by one sentence, and nothing is changed. */
    private boolean isRefused(DataFolder data, String... named) throws Exception {
        Map<String, String> before = data.digests();
        try (BrokerProcess broker = BrokerProcess.launch(command(), data.path())) {
            if (broker.becomesReady()) {
                expectAll(broker, MESSAGES);
                return false;
            }
            assertThat(broker.awaitEnd()).isEqualTo(1);
            assertThat(broker.log())
                    .singleElement()
                    .asString()
                    .startsWith("rembus: ")
                    .contains(named);
            assertThat(data.digests()).containsExactlyEntriesOf(before);
            return true;
        }
    }

    @Test
    void lastRecordIsCutShort_isRecovered_acknowledgedMessagesAreThere() throws Exception {
        DataFolder data = copyOf(killed);
        String last = data.segments().getLast();
        data.truncate(last, data.usedBytes(last) - PAYLOAD_BYTES / 2);

        expectAll(start(data), MESSAGES - 1);
    }

    @Test
    void lastCommitIsHalfWritten_isRecovered_acknowledgedMessagesAreThere() throws Exception {
        DataFolder data = copyOf(killed);
        String last = data.segments().getLast();
        data.flip(last, data.usedBytes(last) - 10L, 0);

        expectAll(start(data), MESSAGES);
    }

    /** What stops a start. */
    enum Damage {
        BIT_IN_THE_LAST_COMMIT {
            @Override
            String inflict(DataFolder data) throws IOException {
                String last = data.segments().getLast();
                data.flip(last, data.usedBytes(last) - PAYLOAD_BYTES / 2, 3);
                return last;
            }
        },
        BIT_IN_THE_MIDDLE_OF_THE_LAST_SEGMENT {
            @Override
            String inflict(DataFolder data) throws IOException {
                String last = data.segments().getLast();
                data.flip(last, data.usedBytes(last) / 2, 7);
                return last;
            }
        },
        BIT_IN_THE_HEADER_OF_AN_OLDER_SEGMENT {
            @Override
            String inflict(DataFolder data) throws IOException {
                String older = data.segments().get(1);
                data.flip(older, 20, 0);
                return older;
            }
        },
        LAST_SEGMENT_IS_CUT_SHORT {
            @Override
            String inflict(DataFolder data) throws IOException {
                String last = data.segments().getLast();
                data.truncate(last, data.usedBytes(last) / 2);
                return "the log ends with";
            }
        },
        FIRST_SEGMENT_IS_MISSING {
            @Override
            String inflict(DataFolder data) throws IOException {
                return missing(data, data.segments().getFirst());
            }
        },
        MIDDLE_SEGMENT_IS_MISSING {
            @Override
            String inflict(DataFolder data) throws IOException {
                return missing(data, data.segments().get(1));
            }
        },
        LAST_SEGMENT_IS_MISSING {
            @Override
            String inflict(DataFolder data) throws IOException {
                data.delete(data.segments().getLast());
                return "what was written after it is missing";
            }
        },
        ALL_SEGMENTS_ARE_MISSING {
            @Override
            String inflict(DataFolder data) throws IOException {
                for (String segment : data.segments()) {
                    data.delete(segment);
                }
                return "there is no log";
            }
        },
        BIT_IN_CURRENT {
            @Override
            String inflict(DataFolder data) throws IOException {
                data.flip("view/CURRENT", 3, 0);
                return "view";
            }
        },
        CURRENT_IS_MISSING {
            @Override
            String inflict(DataFolder data) throws IOException {
                return missing(data, "view/CURRENT");
            }
        },
        BIT_IN_THE_MANIFEST {
            @Override
            String inflict(DataFolder data) throws IOException {
                String manifest = data.view("MANIFEST").getFirst();
                data.flip(manifest, data.usedBytes(manifest) / 2, 0);
                return "view";
            }
        },
        MANIFEST_IS_MISSING {
            @Override
            String inflict(DataFolder data) throws IOException {
                return missing(data, data.view("MANIFEST").getFirst());
            }
        },
        TABLE_OF_THE_VIEW_IS_MISSING {
            @Override
            String inflict(DataFolder data) throws IOException {
                return missing(data, data.view(".sst").getFirst());
            }
        };

        /** @return what the sentence has to name */
        abstract String inflict(DataFolder data) throws IOException;

        private static String missing(DataFolder data, String file) throws IOException {
            data.delete(file);
            return file.substring(file.indexOf('/') + 1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void startIsRefused_withOneSentence_andNothingIsChanged(Damage damage) throws Exception {
        DataFolder data = copyOf(stopped);
        String named = damage.inflict(data);

        expectRefusal(data, data.path().toString(), named);
    }

    @Test
    void bitInAnOlderSegment_isSaidWhenItIsReadAndByVerify_nothingIsChanged() throws Exception {
        DataFolder data = copyOf(stopped);
        String older = data.segments().get(1);
        data.flip(older, PAYLOAD_BYTES / 2, 0);
        String content = data.digests().get(older);

        RembusCommand.Outcome verified =
                command().run("journal", "verify", data.path().toString());
        assertThat(verified.status()).isEqualTo(1);
        assertThat(String.join("\n", verified.out()) + String.join("\n", verified.err()))
                .contains(older + " is damaged at offset ");

        BrokerProcess broker = start(data);
        List<Long> received = new ArrayList<>();
        fixtures.add(reader(broker, "reader", received));
        await("the broker says so")
                .atMost(PATIENCE)
                .until(() -> broker.log().stream().anyMatch(line -> line.contains(older + " is damaged at offset ")));
        await("what was before it").atMost(PATIENCE).until(() -> hasAll(received, 10));
        assertThat(data.digests()).containsEntry(older, content);
    }

    /** Not all that lies there is needed, nor is all read at the start. */
    @Test
    void bitInAFileOfTheView_isSaidAtTheStart_orNothingIsMissing() throws Exception {
        assertThat(flip(stopped.view("OPTIONS").getLast(), 40, 2)).isZero();
        List<String> tables = stopped.view(".sst");
        int refused = 0;
        for (String table : tables.subList(Math.max(0, tables.size() - TABLES), tables.size())) {
            refused += flip(table, 40, 2);
        }
        assertThat(refused).isPositive();
    }

    /** @return how many starts were refused */
    private int flip(String file, long at, int bit) throws Exception {
        DataFolder data = copyOf(stopped);
        data.flip(file, at, bit);
        return isRefused(data, "view") ? 1 : 0;
    }

    @Test
    @Tag("full")
    @Timeout(1200)
    void bitAnywhereInTheView_isSaidAtTheStart_orNothingIsMissing() throws Exception {
        Random random = new Random(1);
        for (String file : stopped.view("")) {
            long size = Files.size(stopped.file(file));
            for (int i = 0; i < FLIPS_PER_FILE && size > 0; i++) {
                flip(file, random.nextLong(size), random.nextInt(Byte.SIZE));
            }
        }
    }

    @Test
    @Tag("full")
    @Timeout(1200)
    void bitAnywhereInTheLastSegment_stopsTheStart() throws Exception {
        Random random = new Random(2);
        for (int i = 0; i < FLIPS_IN_THE_LAST_SEGMENT; i++) {
            DataFolder data = copyOf(stopped);
            String last = data.segments().getLast();
            data.flip(last, HEADER_BYTES + random.nextInt(data.usedBytes(last) - HEADER_BYTES - END_MARK_BYTES), 1);
            expectRefusal(data, data.file(last).toString());
        }
    }

    @Test
    @Tag("full")
    @Timeout(1200)
    void anyFileOfTheViewIsMissing_isSaidAtTheStart_orNothingIsMissing() throws Exception {
        for (String file : stopped.view("")) {
            DataFolder data = copyOf(stopped);
            data.delete(file);
            boolean isNeeded = !file.matches("view/(OPTIONS.*|IDENTITY|LOCK|LOG.*|\\d+\\.log)");
            assertThat(isRefused(data, "view")).as(file).isEqualTo(isNeeded);
        }
    }
}
