package org.rembus.protocol.pem;

import java.util.Arrays;

/** The little of DER (X.690) that it takes to turn an older form of private keys into PKCS#8. */
final class Der {
    private static final int SEQUENCE = 0x30;
    private static final int OCTETS = 0x04;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private Der() {}

    /**
     * A PKCS#8 key.
     *
     * @param key in the form of its algorithm: PKCS#1, SEC1
     * @param publicKey its SubjectPublicKeyInfo: the algorithm, and the curve, stand there just as PKCS#8 has them
     * @throws IllegalArgumentException if the public key is none
     */
    static byte[] pkcs8(byte[] key, byte[] publicKey) {
        byte[] algorithm = element(publicKey, contentAt(publicKey, 0));
        return wrap(SEQUENCE, join(VERSION_0, algorithm, wrap(OCTETS, key)));
    }

    private static byte[] element(byte[] bytes, int at) {
        int content = contentAt(bytes, at);
        return Arrays.copyOfRange(bytes, at, content + length(bytes, at));
    }

    /** Where the content of the element at this place begins. */
    private static int contentAt(byte[] bytes, int at) {
        int first = at(bytes, at + 1);
        return at + 2 + (first < 0x80 ? 0 : first - 0x80);
    }

    private static int length(byte[] bytes, int at) {
        int first = at(bytes, at + 1);
        if (first < 0x80) {
            return first;
        }
        int length = 0;
        for (int i = at + 2; i < contentAt(bytes, at); i++) {
            length = length << 8 | at(bytes, i);
        }
        return length;
    }

    private static int at(byte[] bytes, int index) {
        if (index >= bytes.length) {
            throw new IllegalArgumentException("cut off");
        }
        return bytes[index] & 0xFF;
    }

    private static byte[] wrap(int tag, byte[] content) {
        int length = content.length;
        byte[] header = length < 0x80
                ? new byte[] {(byte) tag, (byte) length}
                : length < 0x100
                        ? new byte[] {(byte) tag, (byte) 0x81, (byte) length}
                        : new byte[] {(byte) tag, (byte) 0x82, (byte) (length >>> 8), (byte) length};
        return join(header, content);
    }

    private static byte[] join(byte[]... parts) {
        byte[] all = new byte[Arrays.stream(parts).mapToInt(part -> part.length).sum()];
        int at = 0;
        for (byte[] part : parts) {
            System.arraycopy(part, 0, all, at, part.length);
            at += part.length;
        }
        return all;
    }
}
