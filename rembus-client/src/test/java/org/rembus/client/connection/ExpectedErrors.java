package org.rembus.client.connection;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** The errors and warnings that one class logs; the console is spared them. */
final class ExpectedErrors implements AutoCloseable {
    private final Logger logger;
    private final ListAppender<ILoggingEvent> appender = new ListAppender<>();

    private ExpectedErrors(Logger logger) {
        this.logger = logger;
    }

    static ExpectedErrors of(Class<?> source) {
        ExpectedErrors errors = new ExpectedErrors((Logger) LoggerFactory.getLogger(source));
        errors.appender.start();
        errors.logger.setAdditive(false);
        errors.logger.addAppender(errors.appender);
        return errors;
    }

    /** The messages so far, without the failures that belong to them. */
    List<String> messages() {
        return messages(Level.ERROR);
    }

    List<String> warnings() {
        return messages(Level.WARN);
    }

    private List<String> messages(Level level) {
        return appender.list.stream()
                .filter(event -> event.getLevel() == level)
                .map(ILoggingEvent::getFormattedMessage)
                .toList();
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        logger.setAdditive(true);
    }
}
