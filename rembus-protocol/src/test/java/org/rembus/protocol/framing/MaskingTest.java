package org.rembus.protocol.framing;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Random;
import org.junit.jupiter.api.Test;

final class MaskingTest {
    private static final int KEY = 0x81_02_7F_FE;
    private static final int MOST = 40;

    private final Random random = new Random(7);

    private byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    /** As RFC 6455 section 5.3 says it: octet i is masked by octet i modulo 4 of the key; all others stay as they are. */
    private static byte[] masked(byte[] source, int offset, int length) {
        byte[] masked = source.clone();
        for (int i = 0; i < length; i++) {
            masked[offset + i] ^= (byte) (KEY >>> (24 - i % 4 * 8));
        }
        return masked;
    }

    @Test
    void apply_anyLengthAnywhere_masksThatAndNothingElse() {
        for (int length = 0; length <= MOST; length++) {
            for (int behind = 0; behind <= Long.BYTES; behind++) {
                byte[] array = bytes(3 + length + behind);
                byte[] expected = masked(array, 3, length);
                Masking.apply(array, 3, length, KEY);
                assertThat(array).as("%d bytes, %d behind them", length, behind).isEqualTo(expected);
            }
        }
    }

    @Test
    void copy_anyLength_masksWhatItCopiesAndNothingElse() {
        for (int length = 0; length <= MOST; length++) {
            byte[] source = bytes(length + 5);
            byte[] target = bytes(length + 9);
            byte[] expected = target.clone();
            System.arraycopy(masked(source, 5, length), 5, expected, 2, length);
            Masking.copy(source, 5, length, target, 2, KEY);
            assertThat(target).as("%d bytes", length).isEqualTo(expected);
        }
    }
}
