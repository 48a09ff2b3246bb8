package org.rembus.protocol.vectors;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** One frame of a file. */
record Vector(String file, JsonNode node) {
    private static final int SHORT_LENGTH = 0x81;
    private static final int MEDIUM_LENGTH = 0x8D;

    String name() {
        return node.get("name").asString();
    }

    JsonNode meaning() {
        return node.get("meaning");
    }

    boolean isCbor() {
        return text("encoding").equals("cbor");
    }

    boolean isOver(String transport) {
        return text("transport").equals(transport);
    }

    boolean isFromComponent() {
        return text("direction").equals("component->broker");
    }

    boolean isFromPython() {
        return text("peer").equals("python");
    }

    /** Whether all of the frame is there, not only its first bytes. */
    boolean isWhole() {
        return node.has("hex");
    }

    /** All that stands on the wire. */
    byte[] frame() {
        return HexFormat.of().parseHex(text("hex"));
    }

    /** The first bytes of a frame that is not whole. */
    byte[] frameStart() {
        return HexFormat.of().parseHex(text("hex_start"));
    }

    /** The frames of a multipart, as the program behind the socket has them. */
    List<byte[]> frames() {
        return node.get("frames")
                .valueStream()
                .map(frame -> HexFormat.of().parseHex(frame.asString()))
                .toList();
    }

    /** The CBOR message, without what TCP puts before it. */
    byte[] message() {
        return isOver("tcp") ? withoutTcpHeader(frame()) : frame();
    }

    /** The first bytes of the CBOR message of a frame that is not whole. */
    byte[] start() {
        return withoutTcpHeader(frameStart());
    }

    private static byte[] withoutTcpHeader(byte[] frame) {
        int header = frame[0] & 0xFF;
        int from = header == SHORT_LENGTH ? 2 : header == MEDIUM_LENGTH ? 3 : 5;
        return Arrays.copyOfRange(frame, from, frame.length);
    }

    String text(String field) {
        return node.get(field).asString();
    }

    /** The name that reports show. */
    @Override
    public String toString() {
        return file + " " + name();
    }
}
