package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.BrokerStartException;

final class JournalCommandTest {
    @TempDir
    private Path folder;

    private Broker start() throws BrokerStartException {
        return Broker.start(BrokerOptions.builder()
                .environment(Map.of())
                .home(folder)
                .data(folder)
                .webSocket(0)
                .build());
    }

    private void publishSome() throws BrokerStartException {
        try (Broker broker = start()) {
            String url = TestBroker.url(broker);
            assertThat(CommandRun.withInput("1\n2\n3\n", "pub", "a", "-", "--qos", "1", "--url", url)
                            .status())
                    .isZero();
        }
    }

    private Path segment() throws IOException {
        try (Stream<Path> files = Files.list(folder.resolve("journal"))) {
            return files.filter(file -> file.toString().endsWith(".segment"))
                    .findFirst()
                    .orElseThrow();
        }
    }

    @Test
    void verify_intactJournal_countsWhatIsInIt() throws Exception {
        publishSome();
        CommandRun run = CommandRun.of("journal", "verify", folder.toString());

        assertThat(run.status()).as(run.err()).isZero();
        assertThat(run.lines()).contains("publishes  3", "intact");
        assertThat(CommandRun.of("journal", "info", folder.resolve("journal").toString())
                        .lines())
                .anyMatch(line -> line.startsWith("segment    00000000000000000001.segment  sequences 1 to "));
    }

    @Test
    void verify_flippedBit_saysWhereAndFails() throws Exception {
        publishSome();
        try (FileChannel file = FileChannel.open(segment(), StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            ByteBuffer one = ByteBuffer.allocate(1);
            long at = 4096 + 60;
            file.read(one, at);
            file.write(ByteBuffer.wrap(new byte[] {(byte) (one.get(0) ^ 1)}), at);
        }
        CommandRun run = CommandRun.of("journal", "verify", folder.toString());

        assertThat(run.status()).isEqualTo(1);
        assertThat(run.err()).contains(segment().getFileName() + " is damaged at offset ");
        assertThat(run.lines()).doesNotContain("intact");
    }

    @Test
    void info_brokerRuns_saysThatTheFolderIsInUse() throws Exception {
        try (Broker broker = start()) {
            CommandRun run = CommandRun.of("journal", "info", folder.toString());
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains(folder.toString()).contains("in use");
        }
    }

    @Test
    void info_noJournal_saysSo() {
        CommandRun none = CommandRun.of("journal", "info", folder.toString());
        assertThat(none.status()).isEqualTo(1);
        assertThat(none.err()).contains("there is no journal");
        assertThat(CommandRun.of("journal", "info", folder.resolve("no").toString())
                        .err())
                .contains("no such folder");
    }
}
