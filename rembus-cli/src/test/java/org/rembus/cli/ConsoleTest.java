package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.rembus.broker.Broker;
import org.rembus.cli.print.Console;
import org.rembus.cli.print.OutputClosedException;

final class ConsoleTest {
    /** Fails as the operating system would. */
    private static OutputStream failing(String reason) {
        return new OutputStream() {
            @Override
            public void write(int one) throws IOException {
                throw new IOException(reason);
            }
        };
    }

    private static Console console(OutputStream out, OutputStream err) {
        return new Console(InputStream.nullInputStream(), out, err);
    }

    @Test
    void lines_whenNobodyReads_areToldFromLinesThatCannotBeWritten() {
        assertThatThrownBy(() -> console(failing("Broken pipe"), new ByteArrayOutputStream())
                        .line("x"))
                .isInstanceOf(OutputClosedException.class);
        assertThatThrownBy(() -> console(failing("No space left on device"), new ByteArrayOutputStream())
                        .line("x"))
                .isInstanceOf(UncheckedIOException.class)
                .isNotInstanceOf(OutputClosedException.class)
                .hasMessage("cannot write to standard output: No space left on device");
    }

    @Test
    void commands_whenNobodyReads_endQuietly() throws Exception {
        try (Broker broker = TestBroker.start()) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Console closed = console(failing("Broken pipe"), err);
            int status = Main.run(closed, "rpc", "version", "--url", TestBroker.url(broker));
            assertThat(status).isZero();
            assertThat(err.toString(StandardCharsets.UTF_8)).isEmpty();
        }
    }

    @Test
    void commands_whenTheDiskIsFull_fail() throws Exception {
        try (Broker broker = TestBroker.start()) {
            ByteArrayOutputStream err = new ByteArrayOutputStream();
            Console full = console(failing("No space left on device"), err);
            int status = Main.run(full, "rpc", "version", "--url", TestBroker.url(broker));
            assertThat(status).isEqualTo(1);
            assertThat(err.toString(StandardCharsets.UTF_8)).contains("No space left on device");
        }
    }

    @Test
    void texts_ofAnybody_doNotReachATerminalAsCommands() {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        Console console = console(out, err);
        console.line("a\u001b[2J\u009b1m\rb\nc\u202e");
        console.json(Map.of("\u001b", "\u009b"));
        console.say("first\r\n\tsecond\u001b]0;title\u0007");
        assertThat(out.toString(StandardCharsets.UTF_8))
                .isEqualTo("a\ufffd[2J\ufffd1m\ufffdb\ufffdc\ufffd\n{\"\\u001B\":\"\\u009b\"}\n");
        assertThat(err.toString(StandardCharsets.UTF_8))
                .isEqualTo("rembus: first\n\tsecond\ufffd]0;title\ufffd" + System.lineSeparator());
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
