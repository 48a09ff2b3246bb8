package org.rembus.cli.logging;

import ch.qos.logback.classic.ClassicConstants;
import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ConfiguratorRank;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.joran.spi.ConsoleTarget;
import ch.qos.logback.core.spi.ContextAwareBase;
import java.util.stream.Stream;

/**
 * Logs to standard error, for standard output is for results. Logback finds this class by itself. A file of Logback's wins over it, whether
 * it is named by {@code -Dlogback.configurationFile} or on the class path; an empty name stands for none.
 *
 * <p>It is no such file, because to read one costs each command a tenth of a second, and memory for as long as it runs.
 */
@ConfiguratorRank(ConfiguratorRank.CUSTOM_TOP_PRIORITY)
public final class LogSetup extends ContextAwareBase implements Configurator {
    /** Names and topics come from anybody: nothing of them may move a terminal's cursor. */
    private static final String PATTERN = "%replace(%d{yyyy-MM-dd HH:mm:ss.SSS} %-5level %logger{0}: %msg%n%ex)"
            + "{'[\\x00-\\x08\\x0b-\\x1f\\x7f-\\x9f\\u200e\\u200f\\u2028-\\u202e\\u2066-\\u2069]','\uFFFD'}";

    @Override
    public ExecutionStatus configure(LoggerContext logs) {
        if (hasFile()) {
            return ExecutionStatus.INVOKE_NEXT_IF_ANY;
        }
        Level asked = LogLevel.asked();
        Logger root = logs.getLogger(Logger.ROOT_LOGGER_NAME);
        root.setLevel(asked == null ? Level.INFO : asked);
        root.addAppender(standardError(logs));
        logs.getLogger("io.netty").setLevel(Level.WARN);
        // What commands have to say of their connection they say themselves.
        logs.getLogger("org.rembus.client").setLevel(asked == null ? Level.ERROR : asked);
        return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
    }

    private static boolean hasFile() {
        String named = System.getProperty(ClassicConstants.CONFIG_FILE_PROPERTY);
        return named == null ? isOnClassPath() : !named.isEmpty();
    }

    private static boolean isOnClassPath() {
        return Stream.of(ClassicConstants.TEST_AUTOCONFIG_FILE, ClassicConstants.AUTOCONFIG_FILE)
                .anyMatch(file -> LogSetup.class.getClassLoader().getResource(file) != null);
    }

    private static ConsoleAppender<ILoggingEvent> standardError(LoggerContext logs) {
        ConsoleAppender<ILoggingEvent> appender = new ConsoleAppender<>();
        appender.setContext(logs);
        appender.setName(LogFormat.APPENDER);
        appender.setTarget(ConsoleTarget.SystemErr.getName());
        appender.setEncoder(lines(logs));
        appender.start();
        return appender;
    }

    /** How what is logged looks. */
    static PatternLayoutEncoder lines(LoggerContext logs) {
        PatternLayoutEncoder lines = new PatternLayoutEncoder();
        lines.setContext(logs);
        lines.setPattern(PATTERN);
        lines.start();
        return lines;
    }
}
