package org.rembus.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Diagnostic;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Message;
import org.rembus.protocol.ProtocolException;

final class MessageDecoderTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                // Elements that peers leave out, or add.
                "83 02 42 0102 61 74               ; rpc 0102 \"t\" absent []",
                "84 02 42 0102 61 74 f6            ; rpc 0102 \"t\" absent []",
                "84 02 42 0102 61 74 61 78         ; rpc 0102 \"t\" \"x\" []",
                "85 02 42 0102 61 74 f7 f7         ; rpc 0102 \"t\" absent undefined",
                "82 01 61 74                       ; publish QOS0 absent \"t\" []",
                "83 11 42 0102 61 74               ; publish QOS1 0102 \"t\" []",
                "83 03 42 0102 61 74               ; admin 0102 \"t\" null",
                "83 04 42 0102 00                  ; response SUCCESS 0102 null",
                "84 04 42 0102 18 46 61 78         ; response ERROR 0102 \"x\"",
                "83 09 42 0102 f6                  ; unregister 0102 absent",
                "84 00 42 0102 61 61 f6            ; identity 0102 \"a\" null",
                "86 0a 42 0102 61 61 f6 41 01 20   ; register 0 0102 \"a\" absent h'01'",
                "86 0a 42 0102 61 61 f6 41 01 1903e8 ; register 255 0102 \"a\" absent h'01'",
                // Names and topics that are illegal: whoever handles the message can say so.
                "83 00 42 0102 60                  ; identity 0102 \"\" absent",
                "83 01 60 80                       ; publish QOS0 absent \"\" []",
                // Envelopes that are not in their shortest form.
                "9f 05 42 0102 ff                  ; ack 0102",
                "9f 1800 42 0102 61 61 a0 ff       ; identity 0102 \"a\" {}",
                "9b 0000000000000002 05 42 0102    ; ack 0102",
                "82 1b 0000000000000005 42 0102    ; ack 0102",
                "82 06 5f 41 01 41 02 ff           ; ack2 0102",
                "82 06 d840 42 0102                ; ack2 0102",
                "9f 01 7f 61 74 61 75 ff 9f 01 ff ff ; publish QOS0 absent \"tu\" [1]",
                "9f 01 61 74 ff                    ; publish QOS0 absent \"t\" []",
                // Flags.
                "84 1841 44 d2040000 61 74 80      ; publish QOS0_SLOT d2040000 \"t\" []",
                "84 1831 42 0102 61 74 80          ; publish QOS2 0102 \"t\" []",
            })
    void decode_unusualButReadable_isRead(String hex, String message) throws ProtocolException {
        assertThat(Diagnostic.of(decode(hex))).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "                          ; truncated message",
                "a0                        ; an array was expected, not a map",
                "01                        ; an array was expected, not an integer",
                "c0 82 05 42 0102          ; an array was expected, not a tagged value",
                "80                        ; a message with too few elements",
                "9f ff                     ; a message with too few elements",
                "81 05                     ; a message with too few elements",
                "81 f6                     ; an integer was expected, not a simple value or float",
                "81 61 61                  ; an integer was expected, not a text",
                "81 f9 4500                ; an integer was expected, not a simple value or float",
                "81 20                     ; message type -1 does not exist",
                "81 19 0100                ; message type 256 does not exist",
                "81 1b 8000000000000000    ; an integer of more than 64 bits",
                "82 07 42 0102             ; message type 7 does not exist",
                "82 0c 42 0102             ; message type 12 does not exist",
                "82 0f 42 0102             ; message type 15 does not exist",
                "82 15 42 0102             ; flags on a message that is no publish",
                "84 18 21 42 0102 61 74 80 ; publish flags 0x20 do not exist",
                "84 18 81 42 0102 61 74 80 ; publish flags 0x80 do not exist",
                "84 18 61 42 0102 61 74 80 ; publish flags 0x60 do not exist",
                "84 18 41 42 0102 61 74 80 ; an id too short for a slot",
                "82 05 40                  ; an id of 0 bytes",
                "82 05 61 61               ; a byte string was expected, not a text",
                "82 05 01                  ; a byte string was expected, not an integer",
                "82 05 c1 42 0102          ; a byte string was expected, not a tagged value",
                "82 05 d8 40 61 61         ; a byte string was expected, not a text",
                "83 05 42 0102 f6          ; a message with too many elements",
                "9f 05 42 0102 f6 ff       ; a message with too many elements",
                "82 05 42 0102 00          ; 1 bytes after the end of the message",
                "82 05 42 0102 ff          ; 1 bytes after the end of the message",
                "9f 05 42 0102 ff ff       ; 1 bytes after the end of the message",
                "9f 05 42 0102             ; truncated message",
                "83 01 01 80               ; a text was expected, not an integer",
                "83 01 f6 80               ; a text was expected, not a simple value or float",
                "83 01 62 c328 80          ; a text that is not UTF-8",
                "83 01 61 74 62 c328       ; a text that is not UTF-8",
                "83 01 61 74 81 1c         ; reserved CBOR",
                "83 01 61 74 f8 18         ; a simple value below 32 written on two bytes",
                "83 01 7f 61 74 41 75 ff 80 ; a chunk of a string that is a byte string",
                "85 02 42 0102 61 74 01 80 ; a text was expected, not an integer",
                "84 04 42 0102 f6 80       ; an integer was expected, not a simple value or float",
                "86 0a 42 0102 61 61 f6 61 61 01 ; a byte string was expected, not a text",
                "86 0a 42 0102 61 61 f6 41 01 f6 ; an integer was expected, not a simple value or float",
            })
    void decode_noMessage_saysWhatIsWrong(String hex, String reason) {
        assertThatThrownBy(() -> decode(hex == null ? "" : hex))
                .isInstanceOf(ProtocolException.class)
                .hasMessage(reason);
    }

    @Test
    void decode_idOfManyBytes_isRefused() throws ProtocolException {
        assertThat(decode("82 05 58 40" + "01".repeat(64))).isInstanceOf(Message.Ack.class);
        assertThatThrownBy(() -> decode("82 05 58 41" + "01".repeat(65))).hasMessage("an id of 65 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"81", "a100", "9f", "bf00", "c1"})
    void decode_nestingInData_isLimited(String level) throws ProtocolException {
        for (String begin : new String[] {"83 01 61 74 ", "9f 01 61 74 ", "85 02 42 0102 61 74 f6 "}) {
            int beginOfArray = level.equals("81") || level.equals("9f") ? 1 : 0;
            decodeNested(begin, level, Limits.MAX_NESTING + beginOfArray);
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> decodeNested(begin, level, Limits.MAX_NESTING + beginOfArray + 1))
                    .withMessage("nested deeper than 64");
        }
    }

    @Test
    void decode_nestingInResultOrCommand_isLimited() throws ProtocolException {
        for (String begin : new String[] {"84 04 42 0102 00 ", "84 03 42 0102 61 74 ", "84 00 42 0102 61 61 "}) {
            decodeNested(begin, "81", Limits.MAX_NESTING);
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> decodeNested(begin, "81", Limits.MAX_NESTING + 1))
                    .withMessage("nested deeper than 64");
        }
    }

    @Test
    void decode_millionsOfLevels_isRefusedAtOnce() {
        byte[] bytes = new byte[8_000_000];
        for (int level : new int[] {0x81, 0x9F, 0xBF, 0xC1, 0xA1, 0x82, 0x5F, 0x7F}) {
            Arrays.fill(bytes, (byte) level);
            bytes[0] = (byte) 0x83;
            bytes[1] = 0x01;
            bytes[2] = 0x60;
            assertThatExceptionOfType(ProtocolException.class)
                    .isThrownBy(() -> new MessageDecoder().decode(bytes, 0, bytes.length));
        }
    }

    @Test
    void constructor_nestingBeyondWhatStacksBear_isRefused() throws ProtocolException {
        assertThatThrownBy(() -> new MessageDecoder(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new MessageDecoder(Limits.HIGHEST_NESTING + 1))
                .isInstanceOf(IllegalArgumentException.class);
        byte[] deep = HexFormat.of().parseHex("8404420102" + "00" + "81".repeat(Limits.HIGHEST_NESTING) + "f6");
        Message message = new MessageDecoder(Limits.HIGHEST_NESTING).decode(deep, 0, deep.length);
        assertThat(Diagnostic.of(message)).contains("[".repeat(Limits.HIGHEST_NESTING));
    }

    @Test
    void decode_lengthsThatLie_allocateNothing() {
        for (String lie :
                new String[] {"5b7fffffffffffffff", "7a7fffffff", "9a7fffffff", "ba3fffffff", "9bffffffffffffffff"}) {
            assertThatThrownBy(() -> decode("83 01 61 74 " + lie + "00")).hasMessage("truncated message");
            assertThatThrownBy(() -> decode(lie.toUpperCase(Locale.ROOT) + "00"))
                    .isInstanceOf(ProtocolException.class);
        }
    }

    @Test
    void decode_rangeOfABuffer_seesNothingBeyondIt() throws ProtocolException {
        byte[] buffer = HexFormat.of().parseHex("ffff" + "8205420102" + "ffff");

        assertThat(Diagnostic.of(new MessageDecoder().decode(buffer, 2, 5))).isEqualTo("ack 0102");
        assertThatThrownBy(() -> new MessageDecoder().decode(buffer, 2, 4)).hasMessage("truncated message");
        assertThatThrownBy(() -> new MessageDecoder().decode(buffer, 2, 6)).isInstanceOf(ProtocolException.class);
        assertThatThrownBy(() -> new MessageDecoder().decode(buffer, 2, 0)).hasMessage("truncated message");
    }

    private static Message decodeNested(String begin, String level, int levels) throws ProtocolException {
        StringBuilder hex =
                new StringBuilder(begin).append(level.repeat(levels)).append("00");
        String end = level.equals("9f") || level.equals("bf00") ? "ff" : "";
        hex.append(end.repeat(levels)).append(begin.startsWith("9f") ? "ff" : "");
        return decode(hex.toString());
    }

    private static Message decode(String hex) throws ProtocolException {
        byte[] bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
        return new MessageDecoder().decode(bytes, 0, bytes.length);
    }
}
