package org.rembus.cli.logging;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.util.LogbackMDCAdapter;
import ch.qos.logback.core.OutputStreamAppender;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

final class LogFormatTest {
    private final LoggerContext logs = new LoggerContext();
    private final ByteArrayOutputStream written = new ByteArrayOutputStream();
    private final Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);

    @BeforeEach
    void writeAsTheProgramDoes() {
        logs.setMDCAdapter(new LogbackMDCAdapter());
        PatternLayoutEncoder encoder = new PatternLayoutEncoder();
        encoder.setContext(logs);
        encoder.setPattern("%level %msg%n");
        encoder.start();
        OutputStreamAppender<ILoggingEvent> appender = new OutputStreamAppender<>();
        appender.setContext(logs);
        appender.setName(LogFormat.APPENDER);
        appender.setEncoder(encoder);
        appender.setOutputStream(written);
        appender.start();
        root.addAppender(appender);
    }

    private String lines() {
        return written.toString(StandardCharsets.UTF_8);
    }

    @Test
    void writesLines_text() {
        LogFormat.TEXT.use(logs);
        root.warn("on port {}", 8000);
        assertThat(lines()).isEqualToNormalizingNewlines("WARN on port 8000\n");
    }

    @Test
    void writesOneObjectForEachLine_json() {
        LogFormat.JSON.use(logs);
        root.warn("two\nlines and \"{}\"", "quotes");
        root.error("failed", new IllegalStateException("out of paper"));
        assertThat(lines().lines()).hasSize(2);
        JsonMapper mapper = new JsonMapper();
        JsonNode first = mapper.readTree(lines().lines().toList().getFirst());
        assertThat(first.path("level").stringValue()).isEqualTo("WARN");
        assertThat(first.path("formattedMessage").stringValue()).isEqualTo("two\nlines and \"quotes\"");
        assertThat(lines().lines().toList().getLast()).contains("out of paper");
    }
}
