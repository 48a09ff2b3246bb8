package org.rembus.protocol.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;

/** Texts that are made to fill the memory, with eight times as much of it as they have bytes, as a broker has by default; and a value that becomes one. */
final class HeapTest {
    private static final int TEXT_BYTES = 16 << 20;
    private static final String HEAP = "-Xmx128m";

    /** What a text is full of. */
    enum Filling {
        NAMES,
        OBJECTS_WITH_NAMES,
        FLOATS,
        EMPTY_ARRAYS;

        byte[] text() {
            boolean isObject = this == NAMES;
            StringBuilder text = new StringBuilder(TEXT_BYTES).append(isObject ? '{' : '[');
            for (int i = 0; text.length() < TEXT_BYTES - 64; i++) {
                text.append(element(i));
            }
            return text.append(isObject ? "\"\":0}" : "0]").toString().getBytes(US_ASCII);
        }

        private String element(int number) {
            String name = Integer.toString(number, Character.MAX_RADIX);
            return switch (this) {
                case NAMES -> "\"" + name + "\":0,";
                case OBJECTS_WITH_NAMES -> "{\"" + name + "\":0},";
                case FLOATS -> "1e0,";
                case EMPTY_ARRAYS -> "[],";
            };
        }
    }

    /** Half floats of three bytes, whose text is five times as long, with twice as much memory as they have bytes. */
    @Test
    void valueWithALongText_isPrinted() throws IOException, InterruptedException {
        assertThat(run("-Xmx12m", Printer.class)).matches("printed 15000001\\R");
    }

    @ParameterizedTest
    @EnumSource
    void textThatIsMadeToFillTheMemory_isReadOrRefused(Filling filling) throws IOException, InterruptedException {
        String said = run(HEAP, Reader.class, filling.name());
        assertThat(said).matches("(read|objects with more than 1000000 members|longer than 16777216 bytes as CBOR)\\R");
    }

    private static String run(String heap, Class<?> program, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                heap,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                program.getName()));
        command.addAll(List.of(words));
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String said = new String(process.getInputStream().readAllBytes(), US_ASCII);
        assertThat(process.waitFor()).as(said).isZero();
        return said;
    }

    /** The program that prints one. */
    static final class Printer {
        private static final int COUNT = 1_000_000;

        private Printer() {}

        public static void main(String[] args) throws IOException, ProtocolException {
            byte[] cbor = new byte[5 + 3 * COUNT];
            ByteBuffer halves = ByteBuffer.wrap(cbor).put((byte) 0x9A).putInt(COUNT);
            while (halves.hasRemaining()) {
                halves.put((byte) 0xF9).putShort((short) 0x3555); // 0.333251953125
            }
            AtomicLong length = new AtomicLong();
            PrintedJson.write(Payload.parse(cbor), new OutputStream() {
                @Override
                public void write(int one) {
                    length.incrementAndGet();
                }

                @Override
                public void write(byte[] bytes, int offset, int count) {
                    length.addAndGet(count);
                }
            });
            System.out.println("printed " + length);
        }
    }

    /** The program that reads one. */
    static final class Reader {
        private Reader() {}

        public static void main(String[] filling) {
            byte[] text = Filling.valueOf(filling[0]).text();
            try {
                JsonToCbor.read(text, 0, text.length, Limits.MAX_NESTING, TEXT_BYTES);
                System.out.println("read");
            } catch (ProtocolException refused) {
                System.out.println(refused.getMessage());
            }
        }
    }
}
