package org.rembus.protocol.json;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Base64;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.RandomValues;
import tools.jackson.databind.json.JsonMapper;

final class CborToJsonTest {
    private static String write(byte[] cbor) throws ProtocolException {
        return new String(CborToJson.write(Payload.parse(cbor)), UTF_8);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            quoteCharacter = '`',
            value = {
                "f6; null",
                "f7; null",
                "f5; true",
                "1bffffffffffffffff; 18446744073709551615",
                "3bffffffffffffffff; -18446744073709551616",
                "c249010000000000000000; 18446744073709551616",
                "c349010000000000000000; -18446744073709551617",
                "f93e00; 1.5",
                "fb3ff0000000000000; 1.0",
                "f97e00; null",
                "f97c00; null",
                "f9fc00; null",
                "666772c3bcc39f; \"grüß\"",
                "64f09f9880; \"😀\"",
                "6122; \"\\\"\"",
                "420102; \"AQI=\"",
                "d840420102; \"AQI=\"",
                "5f41014102ff; \"AQI=\"",
                "7f61616162ff; \"ab\"",
                "9f01820203ff; [1,[2,3]]",
                "bf616101ff; {\"a\":1}",
                "a2010281f603; {\"1\":2,\"[null]\":3}",
                "d90103a1616101; {\"a\":1}",
                "c074323031332d30332d32315432303a30343a30305a; \"2013-03-21T20:04:00Z\"",
                "c11a514b67b0; 1363896240",
                "d81b8101; {\"tag\":27,\"value\":[1]}",
                "d850420102; {\"tag\":80,\"value\":\"AQI=\"}",
                "f8ff; {\"simple\":255}",
                "e0; {\"simple\":0}"
            })
    void value_isWrittenOnOneLine(String cbor, String json) throws ProtocolException {
        assertThat(write(HexFormat.of().parseHex(cbor))).isEqualTo(json);
    }

    /** Jackson is asked what the text says. */
    @Test
    void anyValue_isJson() {
        JsonMapper mapper = JsonMapper.builder().build();
        Random random = new Random(11);
        for (int i = 0; i < 20_000; i++) {
            Payload value = Payload.of(RandomValues.value(random, 4));
            assertThat(mapper.readTree(CborToJson.write(value))).as("%s", value).isNotNull();
        }
    }

    @Test
    void anyJson_isTheSameAfterItsWayThroughCborAndBack() throws ProtocolException {
        Random random = new Random(12);
        for (int i = 0; i < 20_000; i++) {
            byte[] json = CborToJson.write(Payload.of(RandomValues.value(random, 4)));
            Payload value;
            try {
                value = JsonToCbor.read(json, 0, json.length, Limits.MAX_NESTING);
            } catch (ProtocolException equalNames) {
                assertThat(equalNames)
                        .hasMessageStartingWith(
                                "two members of an object have one name"); // 1 and "1" were keys of one map
                continue;
            }
            @Nullable Object read = value.value();
            assertThat(CborToJson.write(value)).as("%s", read).isEqualTo(json);
        }
    }

    @Test
    void bigInteger_beyondTheDigitsThatAreRead_isNotWrittenAsANumber() throws ProtocolException {
        byte[] huge = new byte[1_700];
        huge[0] = 1;
        byte[] cbor = new byte[huge.length + 4];
        System.arraycopy(new byte[] {(byte) 0xC2, 0x59, 0x06, (byte) 0xA4}, 0, cbor, 0, 4);
        System.arraycopy(huge, 0, cbor, 4, huge.length);
        assertThat(write(cbor)).startsWith("{\"tag\":2,\"value\":\"AQAA");
    }

    @Test
    void textThatWouldBeTooLong_isTheCborItself() {
        Payload falses = Payload.of(Collections.nCopies(10, false));
        assertThat(CborToJson.write(falses, 61)).hasSize(61).startsWith('[');
        assertThat(new String(CborToJson.write(falses, 60), UTF_8))
                .isEqualTo("[{\"cbor\":\"" + base64(falses) + "\"}]");
    }

    @Test
    void textThatWouldBeTooLong_isTheCborItselfBehindATopic() {
        Payload received = Payload.of(List.of("a/\"b", Collections.nCopies(100, false)));
        assertThat(new String(CborToJson.write(received, 60), UTF_8))
                .isEqualTo("[\"a/\\\"b\",{\"cbor\":\"" + base64(received) + "\"}]");
        Payload noTopic = Payload.of(List.of("x".repeat(2_000), Collections.nCopies(100, false)));
        assertThat(new String(CborToJson.write(noTopic, 60), UTF_8))
                .isEqualTo("[{\"cbor\":\"" + base64(noTopic) + "\"}]");
        Payload map = Payload.of(Map.of("a", Collections.nCopies(100, false)));
        assertThat(new String(CborToJson.write(map, 60), UTF_8)).isEqualTo("{\"cbor\":\"" + base64(map) + "\"}");
    }

    private static String base64(Payload payload) {
        return Base64.getEncoder().encodeToString(payload.toByteArray());
    }
}
