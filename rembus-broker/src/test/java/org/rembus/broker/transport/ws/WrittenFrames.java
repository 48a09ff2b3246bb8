package org.rembus.broker.transport.ws;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.ArrayList;
import java.util.List;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.Role;
import org.rembus.protocol.framing.WebSocketEvents;
import org.rembus.protocol.framing.WebSocketReader;

/** The frames that a broker has written, one line each: type, and a text or a number of bytes. */
record WrittenFrames(List<String> lines) implements WebSocketEvents {
    static List<String> in(byte[] bytes) {
        List<String> lines = new ArrayList<>();
        new WebSocketReader(Role.CLIENT, new AssemblyLimits(1 << 30, ByteBudget.UNLIMITED), new WrittenFrames(lines))
                .read(bytes, 0, bytes.length);
        return lines;
    }

    @Override
    public void onBinary(byte[] array, int offset, int length) {
        lines.add("binary " + length);
    }

    @Override
    public void onText(byte[] array, int offset, int length) {
        lines.add("text " + new String(array, offset, length, UTF_8));
    }

    @Override
    public void onPing(byte[] array, int offset, int length) {
        lines.add("ping " + length);
    }

    @Override
    public void onPong(byte[] array, int offset, int length) {
        lines.add("pong " + new String(array, offset, length, UTF_8));
    }

    @Override
    public void onClose(int code, String reason) {
        lines.add("close " + code + " " + reason);
    }

    @Override
    public void onViolation(int code, String reason) {
        lines.add("violation " + code);
    }
}
