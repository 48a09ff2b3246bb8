package org.rembus.broker.settings;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rembus.broker.routing.options.Policy;
import org.rembus.broker.testing.CapturedLog;
import org.rembus.broker.topics.TopicRules;
import org.rembus.protocol.Topic;

final class SettingsTest {
    @TempDir
    Path folder;

    private Path file;

    @BeforeEach
    void nameFile() {
        file = folder.resolve("settings.json");
    }

    private void write(String json) throws IOException {
        Files.writeString(file, json);
    }

    private Settings resolve(Map<String, String> environment) {
        return Settings.resolve(Map.of(), file, environment);
    }

    @Test
    void get_nothingSet_default() {
        Settings settings = resolve(Map.of());

        assertThat(settings.get(Settings.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(10));
        assertThat(settings.get(Settings.POLICY)).isEqualTo(Policy.FIRST_UP);
    }

    @Test
    void get_setEverywhere_optionThenFileThenEnvironment() throws IOException {
        Map<String, String> environment =
                Map.of("REMBUS_TIMEOUT", "1", "REMBUS_ACK_TIMEOUT", "1", "REMBUS_SEND_RETRIES", "1");
        write("{\"request_timeout\": 2, \"ack_timeout\": 2.5}");

        Settings settings =
                Settings.resolve(Map.of(Settings.REQUEST_TIMEOUT, Duration.ofSeconds(3)), file, environment);

        assertThat(settings.get(Settings.REQUEST_TIMEOUT)).isEqualTo(Duration.ofSeconds(3));
        assertThat(settings.get(Settings.ACK_TIMEOUT)).isEqualTo(Duration.ofMillis(2500));
        assertThat(settings.get(Settings.SEND_RETRIES)).isEqualTo(1);
    }

    @ParameterizedTest
    @CsvSource({
        "REMBUS_TIMEOUT, soon",
        "REMBUS_TIMEOUT, 0",
        "REMBUS_TIMEOUT, -1",
        "REMBUS_ACK_TIMEOUT, 1e99",
        "REMBUS_SEND_RETRIES, 1.5",
        "REMBUS_MAX_WS_FRAME, 99999999999",
        "REMBUS_OVERWRITE_CONNECTION, maybe",
        "REMBUS_MAX_NAME, 256",
        "REMBUS_MAX_TOPIC, 1025",
        "REMBUS_POLICY, random",
        "REMBUS_CONNECTION_MODE, authenticated"
    })
    void resolve_impossibleValue_sentenceThatNamesIt(String variable, String value) {
        String key = Settings.all().stream()
                .filter(setting -> setting.variable().equals(variable))
                .map(Setting::key)
                .findFirst()
                .orElseThrow();

        assertThatThrownBy(() -> resolve(Map.of(variable, value)))
                .isInstanceOf(SettingsException.class)
                .satisfies(e -> assertThat(e.getMessage()).containsAnyOf(variable, key));
    }

    @Test
    void resolve_impossibleValueInFile_sentenceNamesKeyAndFile() throws IOException {
        write("{\"ack_timeout\": [1]}");

        assertThatThrownBy(() -> resolve(Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("ack_timeout")
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"acktimeout\": 2}              | acktimeout",
                "{\"memory\": {\"journal\": 5}}   | in full, \"memory.journal\"",
                "{\"policy\": null}               | policy",
                "[1]                              | is no JSON object",
                "null                             | is no JSON object",
                "''                               | is no JSON object",
                "{                                | line 1, column 2 is no JSON",
                "{\"policy\": first_up}           | line 1, column 12 is no JSON",
                "{} {}                            | more than one"
            })
    void resolve_fileThatIsWrong_sentenceSaysWhat(String json, String named) throws IOException {
        write(json);

        assertThatThrownBy(() -> resolve(Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(named)
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("java", "Exception"));
    }

    @Test
    void topics_fileOrEnvironment_areRead() throws IOException {
        String json = """
                {"telemetry/**": {"store": "none"}, "config/*": {"retention_age": 31536000, "retention_size": 1000}}""";
        TopicRules<TopicSettings> expected = TopicRules.of(Map.of(
                Topic.of("telemetry/**"), TopicSettings.NONE.withStore(Settings.Store.NONE),
                Topic.of("config/*"),
                        TopicSettings.NONE
                                .withRetentionAge(Duration.ofDays(365))
                                .withRetentionSize(1000)));
        assertThat(resolve(Map.of("REMBUS_TOPICS", json)).get(Settings.TOPICS)).isEqualTo(expected);

        write("{\"topics\": " + json + "}");
        assertThat(resolve(Map.of("REMBUS_TOPICS", "{}")).get(Settings.TOPICS)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "[]                                          | an object such as",
                "{\"a/**\": 5}                               | \"a/**\" is to be an object",
                "{\"\": {}}                                  | \"\" is no topic or pattern: it is empty",
                "{\"a\": {\"stores\": \"none\"}}             | stores of \"a\": is no setting of a topic",
                "{\"a\": {\"store\": \"some\"}}              | store of \"a\": expected is one of all, durable, none",
                "{\"a\": {\"store\": null}}                  | store of \"a\": expected is one of",
                "{\"a\": {\"retention_age\": -1}}            | retention_age of \"a\": at least",
                "{\"a\": {\"retention_age\": 31536001}}      | retention_age of \"a\": at most",
                "{\"a\": {\"retention_size\": 0}}            | retention_size of \"a\": a whole number from 1",
                "{\"a\": {\"store\": \"all\"}, \"a\": {}}    | is a second \"a\"",
                "{\"a\": {\"store\": \"all\", \"store\": \"none\"}} | is a second \"store\""
            })
    void topics_thatAreWrong_sentenceSaysWhatAndWhere(String json, String named) throws IOException {
        assertThatThrownBy(() -> resolve(Map.of("REMBUS_TOPICS", json)))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining("REMBUS_TOPICS")
                .hasMessageContaining(named);
        write("{\"topics\": " + json + "}");

        assertThatThrownBy(() -> resolve(Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(named);
    }

    @Test
    void resolve_folderInPlaceOfTheFile_sentenceSaysSo() throws IOException {
        Files.createDirectory(file);

        assertThatThrownBy(() -> resolve(Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("cannot read " + file + ": it is a folder");
    }

    @Test
    void resolve_fileInPlaceOfTheFolder_sentenceNamesItOnce() throws IOException {
        write("{}");
        Path below = file.resolve("settings.json");

        assertThatThrownBy(() -> Settings.resolve(Map.of(), below, Map.of()))
                .isInstanceOf(SettingsException.class)
                .hasMessage("cannot read " + below + ": Not a directory");
    }

    @Test
    void resolve_fileWithSettingOfPeers_isRead() throws IOException {
        write("{\"challenge_timeout\": 3, \"policy\": \"less_busy\"}");

        assertThat(resolve(Map.of()).get(Settings.POLICY)).isEqualTo(Policy.LESS_BUSY);
    }

    /** What is a setting here must not be taken for one of peers only. */
    @Test
    void resolve_fileWithSettingOfOurs_saysNothingOfIt() throws IOException {
        write("{\"zmq_ping_interval\": 5}");

        try (CapturedLog log = CapturedLog.of(SettingsFile.class)) {
            assertThat(resolve(Map.of()).get(Settings.ZMQ_PING_INTERVAL)).isEqualTo(Duration.ofSeconds(5));
            assertThat(log.lines()).isEmpty();
        }
    }

    @Test
    void all_keysAndVariables_areUnique() {
        Set<String> names = new HashSet<>();

        Settings.all().forEach(setting -> {
            assertThat(names.add(setting.key())).as(setting.key()).isTrue();
            assertThat(names.add(setting.variable())).as(setting.variable()).isTrue();
        });
    }
}
