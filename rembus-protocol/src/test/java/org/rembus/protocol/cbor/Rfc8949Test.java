package org.rembus.protocol.cbor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Diagnostic;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;

/** The examples of the standard: appendix A of what is well-formed, appendix F of what is not. */
final class Rfc8949Test {
    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "00; 0",
                "01; 1",
                "0a; 10",
                "17; 23",
                "1818; 24",
                "1819; 25",
                "1864; 100",
                "1903e8; 1000",
                "1a000f4240; 1000000",
                "1b000000e8d4a51000; 1000000000000",
                "1bffffffffffffffff; 18446744073709551615",
                "c249010000000000000000; 18446744073709551616",
                "3bffffffffffffffff; -18446744073709551616",
                "c349010000000000000000; -18446744073709551617",
                "20; -1",
                "29; -10",
                "3863; -100",
                "3903e7; -1000",
                "fb3ff199999999999a; 1.1",
                "fb7e37e43c8800759c; 1.0E300",
                "fbc010666666666666; -4.1",
                "f97c00; Infinity",
                "f97e00; NaN",
                "f9fc00; -Infinity",
                "f4; false",
                "f5; true",
                "f6; null",
                "f7; undefined",
                "f0; simple(16)",
                "f8ff; simple(255)",
                "c074323031332d30332d32315432303a30343a30305a; 0(\"2013-03-21T20:04:00Z\")",
                "c11a514b67b0; 1(1363896240)",
                "c1fb41d452d9ec200000; 1(1.3638962405E9)",
                "d74401020304; 23(h'01020304')",
                "d818456449455446; 24(h'6449455446')",
                "d82076687474703a2f2f7777772e6578616d706c652e636f6d; 32(\"http://www.example.com\")",
                "40; h''",
                "4401020304; h'01020304'",
                "60; \"\"",
                "6161; \"a\"",
                "6449455446; \"IETF\"",
                "62225c; \"\\\"\\\\\"",
                "62c3bc; \"ü\"",
                "63e6b0b4; \"水\"",
                "64f0908591; \"\uD800\uDD51\"",
                "80; []",
                "83010203; [1, 2, 3]",
                "8301820203820405; [1, [2, 3], [4, 5]]",
                "98190102030405060708090a0b0c0d0e0f101112131415161718181819; [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,"
                        + " 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]",
                "a0; {}",
                "a201020304; {1: 2, 3: 4}",
                "a26161016162820203; {\"a\": 1, \"b\": [2, 3]}",
                "826161a161626163; [\"a\", {\"b\": \"c\"}]",
                "a56161614161626142616361436164614461656145;"
                        + " {\"a\": \"A\", \"b\": \"B\", \"c\": \"C\", \"d\": \"D\", \"e\": \"E\"}",
            })
    void value_exampleAsWeWriteIt_isReadAndWrittenAgain(String hex, String notation) throws ProtocolException {
        Object value = payload(hex).value();

        assertThat(Diagnostic.of(value)).isEqualTo(notation);
        assertThat(Payload.of(value)).isEqualTo(payload(hex));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "f90000; 0.0",
                "f98000; -0.0",
                "f93c00; 1.0",
                "f93e00; 1.5",
                "f97bff; 65504.0",
                "fa47c35000; 100000.0",
                "fa7f7fffff; 3.4028234663852886E38",
                "f90001; 5.960464477539063E-8",
                "f90400; 6.103515625E-5",
                "f9c400; -4.0",
                "fa7f800000; Infinity",
                "fa7fc00000; NaN",
                "faff800000; -Infinity",
                "fb7ff0000000000000; Infinity",
                "fb7ff8000000000000; NaN",
                "fbfff0000000000000; -Infinity",
                "5f42010243030405ff; h'0102030405'",
                "7f657374726561646d696e67ff; \"streaming\"",
                "9fff; []",
                "9f018202039f0405ffff; [1, [2, 3], [4, 5]]",
                "9f01820203820405ff; [1, [2, 3], [4, 5]]",
                "83018202039f0405ff; [1, [2, 3], [4, 5]]",
                "83019f0203ff820405; [1, [2, 3], [4, 5]]",
                "9f0102030405060708090a0b0c0d0e0f101112131415161718181819ff; [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12,"
                        + " 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25]",
                "bf61610161629f0203ffff; {\"a\": 1, \"b\": [2, 3]}",
                "826161bf61626163ff; [\"a\", {\"b\": \"c\"}]",
                "bf6346756ef563416d7421ff; {\"Fun\": true, \"Amt\": -2}",
                // Not of the standard: integers that are not in their shortest form.
                "1800; 0",
                "1b0000000000000001; 1",
                "3b00000000000001f3; -500",
                "c240; 0",
                "c2420001; 1",
                "c340; -1",
                "c24900ffffffffffffffff; 18446744073709551615",
                "c25f41014102ff; 258",
                "5fff; h''",
                "7fff; \"\"",
                "7f60ff; \"\"",
                "bfff; {}",
                "b900016161f6; {\"a\": null}",
                "d90002420102; 258",
                "c2820102; 2([1, 2])",
            })
    void value_exampleInAnotherForm_isRead(String hex, String notation) throws ProtocolException {
        Object value = payload(hex).value();

        assertThat(Diagnostic.of(value)).isEqualTo(notation);
        assertThat(Diagnostic.of(Payload.of(value).value())).isEqualTo(notation);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                // End of input in a head.
                "18",
                "19",
                "1a",
                "1b",
                "1901",
                "1a0102",
                "1b01020304050607",
                "38",
                "58",
                "78",
                "98",
                "9a01ff00",
                "b8",
                "d8",
                "f8",
                "f900",
                "fa0000",
                "fb000000",
                // Definite-length strings with short data.
                "41",
                "61",
                "5affffffff00",
                "5bffffffffffffffff010203",
                "7affffffff00",
                "7b7fffffffffffffff010203",
                // Definite-length maps and arrays not closed with enough items.
                "81",
                "818181818181818181",
                "8200",
                "a1",
                "a20102",
                "a100",
                "a2000000",
                // Tag without its content.
                "c0",
                // Indefinite-length strings not closed by a break.
                "5f4100",
                "7f6100",
                // Indefinite-length maps and arrays not closed by a break.
                "9f",
                "9f0102",
                "bf",
                "bf01020102",
                "819f",
                "9f8000",
                "9f9f9f9f9fffffffff",
                "9f819f819f9fffffff",
                // Reserved additional information values.
                "1c",
                "1d",
                "1e",
                "3c",
                "3d",
                "3e",
                "5c",
                "5d",
                "5e",
                "7c",
                "7d",
                "7e",
                "9c",
                "9d",
                "9e",
                "bc",
                "bd",
                "be",
                "dc",
                "dd",
                "de",
                "fc",
                "fd",
                "fe",
                // Reserved two-byte encodings of simple values.
                "f800",
                "f801",
                "f818",
                "f81f",
                // Indefinite-length string chunks not of the correct type.
                "5f00ff",
                "5f21ff",
                "5f6100ff",
                "5f80ff",
                "5fa0ff",
                "5fc000ff",
                "5fe0ff",
                "7f4100ff",
                // Indefinite-length string chunks not definite length.
                "5f5f4100ffff",
                "7f7f6100ffff",
                // Break occurring on its own outside of an indefinite-length item.
                "ff",
                // Break occurring in a definite-length array or map or a tag.
                "81ff",
                "8200ff",
                "a1ff",
                "a1ff00",
                "a100ff",
                "a20000ff",
                "9f81ff",
                "9f829f819f9fffffffff",
                "c1ff",
                // Break in an indefinite-length map that would lead to an odd number of items.
                "bf00ff",
                "bf000000ff",
                // Major type 0, 1, 6 with additional information 31.
                "1f",
                "3f",
                "df",
            })
    void parse_exampleOfWhatIsIllFormed_isRefused(String hex) {
        assertThatThrownBy(() -> payload(hex)).isInstanceOf(ProtocolException.class);
        byte[] bytes = HexFormat.of().parseHex(hex);
        assertThatThrownBy(() -> new CborReader(bytes, 0, bytes.length, Limits.MAX_NESTING).readValue())
                .isInstanceOf(ProtocolException.class);
    }

    private static Payload payload(String hex) throws ProtocolException {
        return Payload.parse(HexFormat.of().parseHex(hex));
    }
}
