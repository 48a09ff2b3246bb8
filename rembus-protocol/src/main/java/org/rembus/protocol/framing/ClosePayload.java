package org.rembus.protocol.framing;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.rembus.protocol.Utf8;

/**
 * What a close frame says (RFC 6455 section 5.5.1).
 *
 * @param isLegal when false, code and reason are what to answer
 */
record ClosePayload(int code, String reason, boolean isLegal) {
    private static final int CODE_BYTES = Short.BYTES;

    /** Reads an unmasked payload. */
    static ClosePayload parse(byte[] array, int offset, int length) {
        if (length == 0) {
            return new ClosePayload(CloseCode.NONE, "", true);
        }
        if (length < CODE_BYTES) {
            return new ClosePayload(CloseCode.PROTOCOL_ERROR, "a close frame with half a code", false);
        }
        int code = (array[offset] & 0xFF) << Byte.SIZE | array[offset + 1] & 0xFF;
        if (!CloseCode.isLegal(code)) {
            return new ClosePayload(CloseCode.PROTOCOL_ERROR, "a close frame with the code " + code, false);
        }
        int start = offset + CODE_BYTES;
        if (!Utf8.isValid(array, start, offset + length)) {
            return new ClosePayload(CloseCode.NOT_UTF8, "a close reason that is not UTF-8", false);
        }
        return new ClosePayload(code, new String(array, start, length - CODE_BYTES, StandardCharsets.UTF_8), true);
    }

    /** The payload of a close frame of ours; a reason that is too long is cut at the end of a character. */
    static byte[] of(int code, String reason) {
        if (code == CloseCode.NONE) {
            return new byte[0];
        }
        if (!CloseCode.isLegal(code)) {
            throw new IllegalArgumentException("close code " + code);
        }
        byte[] text = reason.getBytes(StandardCharsets.UTF_8);
        int most = FrameHeader.MAX_CONTROL_BYTES - CODE_BYTES;
        int length = text.length <= most ? text.length : Utf8.validEnd(text, 0, most);
        byte[] payload = Arrays.copyOf(new byte[] {(byte) (code >>> Byte.SIZE), (byte) code}, CODE_BYTES + length);
        System.arraycopy(text, 0, payload, CODE_BYTES, length);
        return payload;
    }
}
