package org.rembus.protocol.framing;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/** Writes down what a reader finds, one line each. */
final class RecordedEvents implements WebSocketEvents {
    private final List<String> lines = new ArrayList<>();

    List<String> lines() {
        return lines;
    }

    @Override
    public void onBinary(byte[] array, int offset, int length) {
        bytes("binary", array, offset, length);
    }

    @Override
    public void onText(byte[] array, int offset, int length) {
        bytes("text", array, offset, length);
    }

    @Override
    public void onPing(byte[] array, int offset, int length) {
        bytes("ping", array, offset, length);
    }

    @Override
    public void onPong(byte[] array, int offset, int length) {
        bytes("pong", array, offset, length);
    }

    @Override
    public void onClose(int code, String reason) {
        lines.add("close " + code + " " + reason);
    }

    @Override
    public void onViolation(int code, String reason) {
        lines.add("violation " + code);
    }

    private void bytes(String what, byte[] array, int offset, int length) {
        lines.add(what + " " + HexFormat.of().formatHex(array, offset, offset + length));
    }
}
