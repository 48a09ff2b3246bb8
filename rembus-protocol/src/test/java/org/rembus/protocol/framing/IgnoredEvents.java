package org.rembus.protocol.framing;

/** Hears nothing; tests override what they are about. */
class IgnoredEvents implements WebSocketEvents {
    @Override
    public void onBinary(byte[] array, int offset, int length) {}

    @Override
    public void onText(byte[] array, int offset, int length) {}

    @Override
    public void onPing(byte[] array, int offset, int length) {}

    @Override
    public void onPong(byte[] array, int offset, int length) {}

    @Override
    public void onClose(int code, String reason) {}

    @Override
    public void onViolation(int code, String reason) {}
}
