package org.rembus.broker;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rembus.protocol.Payload;

/** Each message of PROTOCOL.md section 4 in its valid form, and what a hostile or broken peer makes of it. */
final class HostileFrames {
    /** The id of every valid form. */
    static final byte[] ID = {1, 2, 3, 4, 5, 6, 7, 8};

    private static final Map<String, byte[]> ITEMS = items();

    private HostileFrames() {}

    /** @param name says what is wrong with it */
    record Frame(String name, byte[] bytes) {
        @Override
        public String toString() {
            String hex = HexFormat.of().formatHex(bytes, 0, Math.min(bytes.length, 64));
            return name + " " + hex + (bytes.length > 64 ? "…" : "");
        }
    }

    /** The elements of each valid message, encoded one by one. */
    static Map<String, List<byte[]>> validForms() {
        Map<String, List<byte[]>> forms = new LinkedHashMap<>();
        byte[] id = cbor(ID);
        byte[] topic = cbor("hostile/topic");
        byte[] data = cbor(List.of(1, "two", Map.of("three", 3.5)));
        forms.put("identity", List.of(cbor(0), id, cbor("hostile/name"), cbor(Map.of("ws", 8338))));
        forms.put("gen-1 identity", List.of(cbor(0), id, cbor("hostile/gen1")));
        forms.put("publish", List.of(cbor(1), topic, data));
        for (int flags : new int[] {0x10, 0x30, 0x40, 0x50, 0x70}) {
            forms.put("publish 0x" + Integer.toHexString(flags), List.of(cbor(1 | flags), id, topic, data));
        }
        forms.put("rpc", List.of(cbor(2), id, cbor("hostile/unknown"), hex("f6"), data));
        forms.put("targeted rpc", List.of(cbor(2), id, topic, cbor("nobody"), data));
        forms.put("admin", List.of(cbor(3), id, topic, cbor(Map.of("cmd", "subscribe", "msg_from", 1e9))));
        forms.put("response", List.of(cbor(4), id, cbor(0), data));
        forms.put("ack", List.of(cbor(5), id));
        forms.put("ack2", List.of(cbor(6), id));
        forms.put("unregister", List.of(cbor(9), id));
        forms.put("JavaScript unregister", List.of(cbor(9), id, cbor("hostile/name")));
        forms.put("register", List.of(cbor(10), id, cbor("hostile/name"), cbor("pin"), cbor(new byte[40]), cbor(1)));
        forms.put("attestation", List.of(cbor(11), id, cbor("hostile/name"), cbor(new byte[64]), cbor(Map.of())));
        return forms;
    }

    /** All that is made of one valid form. */
    static List<Frame> madeOf(String form, List<byte[]> elements) {
        List<Frame> frames = new ArrayList<>();
        byte[] valid = array(elements);
        frames.add(new Frame(form, valid));
        replaceFields(form, elements, frames);
        changeCounts(form, elements, frames);
        for (int length = 0; length < valid.length; length++) {
            frames.add(new Frame(form + " cut to " + length, Arrays.copyOf(valid, length)));
        }
        for (int at = 0; at < valid.length; at++) {
            byte[] flipped = valid.clone();
            flipped[at] ^= (byte) 0xFF;
            frames.add(new Frame(form + " with byte " + at + " inverted", flipped));
        }
        return frames;
    }

    /** Messages of every type and flags that fit a byte, and of some that do not. */
    static List<Frame> ofEveryType() {
        List<Frame> frames = new ArrayList<>();
        List<byte[]> publish = List.of(cbor(0x11), cbor(ID), cbor("hostile/topic"), cbor(List.of()));
        for (int first = 0; first <= 260; first++) {
            frames.add(new Frame("type " + first, array(with(publish, 0, cbor(first)))));
        }
        for (Object first : new Object[] {-1, Long.MAX_VALUE, Long.MIN_VALUE}) {
            frames.add(new Frame("type " + first, array(with(publish, 0, cbor(first)))));
        }
        return frames;
    }

    private static void replaceFields(String form, List<byte[]> elements, List<Frame> frames) {
        for (int field = 0; field < elements.size(); field++) {
            for (Map.Entry<String, byte[]> item : ITEMS.entrySet()) {
                frames.add(new Frame(
                        form + " with " + item.getKey() + " in place " + field,
                        array(with(elements, field, item.getValue()))));
            }
        }
    }

    private static void changeCounts(String form, List<byte[]> elements, List<Frame> frames) {
        byte[] body = concat(elements);
        for (int count = 0; count <= elements.size() + 2; count++) {
            frames.add(new Frame(
                    form + " that says " + count, concat(List.of(new byte[] {(byte) (0x80 | count)}, body))));
        }
        for (int field = 0; field < elements.size(); field++) {
            List<byte[]> fewer = new ArrayList<>(elements);
            fewer.remove(field);
            frames.add(new Frame(form + " without " + field, array(fewer)));
            List<byte[]> more = new ArrayList<>(elements);
            more.add(field, elements.get(field));
            frames.add(new Frame(form + " with " + field + " doubled", array(more)));
        }
        byte[] valid = array(elements);
        frames.add(new Frame(form + " doubled", concat(List.of(valid, valid))));
        frames.add(new Frame(form + " and a byte", concat(List.of(valid, new byte[1]))));
        frames.add(new Frame(form + " of indefinite length", concat(List.of(hex("9f"), body, hex("ff")))));
        frames.add(new Frame(form + " of indefinite length without end", concat(List.of(hex("9f"), body))));
        frames.add(new Frame(
                form + " counted on eight bytes",
                concat(List.of(hex("9b00000000000000"), new byte[] {(byte) elements.size()}, body))));
        frames.add(new Frame(form + " in a tag", concat(List.of(hex("d840"), valid))));
    }

    private static Map<String, byte[]> items() {
        Map<String, byte[]> items = new LinkedHashMap<>();
        String[] rows = {
            "null f6",
            "undefined f7",
            "false f4",
            "true f5",
            "zero 00",
            "minus_one 20",
            "int_at_full_width 1b0000000000000001",
            "2^63 1b8000000000000000",
            "2^64-1 1bffffffffffffffff",
            "-2^64 3bffffffffffffffff",
            "half_NaN f97e00",
            "float fb3ff8000000000000",
            "infinity f97c00",
            "big_int c249010000000000000000",
            "empty_big_int c240",
            "negative_big_int c349010000000000000000",
            "text 6161",
            "empty_text 60",
            "control_text 6161000a",
            "not_UTF-8 62c328",
            "surrogate_text 63eda080",
            "overlong_text 62c080",
            "text_in_chunks 7f61616162ff",
            "bytes 4401020304",
            "empty_bytes 40",
            "tagged_bytes d8404401020304",
            "bytes_in_chunks 5f41014102ff",
            "empty_array 80",
            "array 83010203",
            "array_until_break 9f0102ff",
            "empty_map a0",
            "map a1616101",
            "map_until_break bf616101ff",
            "map_of_lists a18001",
            "map_with_twins a2616101616102",
            "tag c11a00000000",
            "DataFrame d8504101",
            "huge_tag dbffffffffffffffff00",
            "simple_value f0",
            "wide_simple_value f8ff",
            "bad_simple_value f810",
            "reserved_int 1c",
            "reserved_array 9e",
            "reserved_simple fc",
            "break ff",
            "bytes_that_end_early 5a7fffffff01",
            "text_of_2^63 7b8000000000000000",
            "array_of_2^62 9b4000000000000000",
            "map_of_2^31 ba80000000",
            "chunks_of_wrong_type 7f4101ff",
            "chunks_without_end 5f4101",
            "nothing "
        };
        for (String row : rows) {
            int space = row.indexOf(' ');
            items.put(row.substring(0, space), hex(row.substring(space + 1)));
        }
        items.put("65 bytes", cbor(new byte[65]));
        items.put("100,000 bytes", cbor(new byte[100_000]));
        items.put("a text of 1025", cbor("x".repeat(1025)));
        items.put("a text of 100,000", cbor("é".repeat(50_000)));
        items.put("nested 64 deep", nested(64, "81"));
        items.put("nested 66 deep", nested(66, "81"));
        items.put("nested 50,000 deep", nested(50_000, "81"));
        items.put("tags 50,000 deep", nested(50_000, "c1"));
        items.put("maps 50,000 deep", nested(50_000, "a100"));
        return items;
    }

    private static byte[] nested(int depth, String head) {
        return hex(head.repeat(depth) + "00");
    }

    static byte[] cbor(Object value) {
        return Payload.of(value).toByteArray();
    }

    static byte[] hex(String digits) {
        return HexFormat.of().parseHex(digits);
    }

    static byte[] array(List<byte[]> elements) {
        return concat(List.of(new byte[] {(byte) (0x80 | elements.size())}, concat(elements)));
    }

    private static List<byte[]> with(List<byte[]> elements, int field, byte[] item) {
        List<byte[]> changed = new ArrayList<>(elements);
        changed.set(field, item);
        return changed;
    }

    static byte[] concat(List<byte[]> parts) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        parts.forEach(bytes::writeBytes);
        return bytes.toByteArray();
    }
}
