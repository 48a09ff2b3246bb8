package org.rembus.cli.logging;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.JsonEncoder;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.OutputStreamAppender;

/** How the log is written. */
public enum LogFormat {
    /** Lines for people. */
    TEXT {
        @Override
        public void use(LoggerContext logs) {}
    },
    /** An object on each line, for programs that collect logs. */
    JSON {
        @Override
        public void use(LoggerContext logs) {
            JsonEncoder encoder = new JsonEncoder();
            encoder.setContext(logs);
            encoder.setWithSequenceNumber(false);
            encoder.setWithNanoseconds(false);
            encoder.setWithContext(false);
            encoder.setWithMarkers(false);
            encoder.setWithMDC(false);
            encoder.setWithMessage(false);
            encoder.setWithArguments(false);
            encoder.setWithFormattedMessage(true);
            encoder.start();
            if (logs.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER)
                    instanceof OutputStreamAppender<ILoggingEvent> appender) {
                appender.setEncoder(encoder);
            }
        }
    };

    /** The name of the appender that {@link LogSetup} makes. */
    static final String APPENDER = "STDERR";

    /** Writes what is logged from now on in this format. */
    public abstract void use(LoggerContext logs);
}
