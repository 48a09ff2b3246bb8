package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.rembus.broker.Broker;

final class ConsoleTest {
    /** Fails as the operating system would. */
    private static Writer failing(String reason) {
        return new Writer() {
            @Override
            public void write(char[] buffer, int offset, int length) {}

            @Override
            public void flush() throws IOException {
                throw new IOException(reason);
            }

            @Override
            public void close() {}
        };
    }

    private static Console console(Writer out, Writer err) {
        return new Console(InputStream.nullInputStream(), out, err);
    }

    @Test
    void lines_whenNobodyReads_areToldFromLinesThatCannotBeWritten() {
        assertThatThrownBy(() ->
                        console(failing("Broken pipe"), new StringWriter()).line("x"))
                .isInstanceOf(OutputClosedException.class);
        assertThatThrownBy(() -> console(failing("No space left on device"), new StringWriter())
                        .line("x"))
                .isInstanceOf(UncheckedIOException.class)
                .isNotInstanceOf(OutputClosedException.class)
                .hasMessage("cannot write to standard output: No space left on device");
    }

    @Test
    void commands_whenNobodyReads_endQuietly() throws Exception {
        try (Broker broker = TestBroker.start()) {
            StringWriter err = new StringWriter();
            Console closed = console(failing("Broken pipe"), err);
            int status = Main.run(closed, "rpc", "version", "--url", TestBroker.url(broker));
            assertThat(status).isZero();
            assertThat(err.toString()).isEmpty();
        }
    }

    @Test
    void commands_whenTheDiskIsFull_fail() throws Exception {
        try (Broker broker = TestBroker.start()) {
            StringWriter err = new StringWriter();
            Console full = console(failing("No space left on device"), err);
            int status = Main.run(full, "rpc", "version", "--url", TestBroker.url(broker));
            assertThat(status).isEqualTo(1);
            assertThat(err.toString()).contains("No space left on device");
        }
    }

    @Test
    void lines_areSplitAtNewlines_theLastOneWithoutToo() throws IOException {
        Lines lines = new Lines(new ByteArrayInputStream("a\n\nbc".getBytes(StandardCharsets.UTF_8)));
        assertThat(lines.next()).asString().isEqualTo("a");
        assertThat(lines.next()).isEmpty();
        assertThat(lines.next()).asString().isEqualTo("bc");
        assertThat(lines.number()).isEqualTo(3);
        assertThat(lines.next()).isNull();
        assertThat(lines.number()).isEqualTo(3);
    }
}
