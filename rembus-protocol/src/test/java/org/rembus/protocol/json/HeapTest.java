package org.rembus.protocol.json;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.protocol.Limits;
import org.rembus.protocol.ProtocolException;

/** Texts that are made to fill the memory, with eight times as much of it as they have bytes, as a broker has by default. */
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

    @ParameterizedTest
    @EnumSource
    void textThatIsMadeToFillTheMemory_isReadOrRefused(Filling filling) throws IOException, InterruptedException {
        Process reader = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        HEAP,
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Reader.class.getName(),
                        filling.name())
                .redirectErrorStream(true)
                .start();
        String said = new String(reader.getInputStream().readAllBytes(), US_ASCII);
        assertThat(said).matches("(read|objects with more than 1000000 members|longer than 16777216 bytes as CBOR)\\R");
        assertThat(reader.waitFor()).isZero();
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
