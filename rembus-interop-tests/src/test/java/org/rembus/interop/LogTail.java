package org.rembus.interop;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.ArrayDeque;
import java.util.Deque;
import org.slf4j.LoggerFactory;

/** The last lines that everything in this JVM has logged, kept for the reader of a failed test. */
final class LogTail extends AppenderBase<ILoggingEvent> implements AutoCloseable {
    private static final int LINES_KEPT = 200;

    private final Deque<String> lines = new ArrayDeque<>();
    private final Logger root;

    private LogTail(Logger root) {
        this.root = root;
    }

    static LogTail ofThisJvm() {
        LoggerContext context = (LoggerContext) LoggerFactory.getILoggerFactory();
        LogTail tail = new LogTail(context.getLogger(Logger.ROOT_LOGGER_NAME));
        tail.setContext(context);
        tail.start();
        tail.root.addAppender(tail);
        return tail;
    }

    String text() {
        synchronized (lines) {
            return String.join("\n", lines);
        }
    }

    @Override
    public void close() {
        root.detachAppender(this);
        stop();
    }

    @Override
    protected void append(ILoggingEvent event) {
        synchronized (lines) {
            if (lines.size() == LINES_KEPT) {
                lines.removeFirst();
            }
            lines.addLast(event.getInstant() + " " + event.getLevel() + " " + event.getLoggerName() + " "
                    + event.getFormattedMessage()
                    + (event.getThrowableProxy() == null
                            ? ""
                            : " " + event.getThrowableProxy().getMessage()));
        }
    }
}
