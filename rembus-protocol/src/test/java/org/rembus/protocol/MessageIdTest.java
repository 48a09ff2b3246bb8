package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

final class MessageIdTest {
    @Test
    void of_bytes_areCopied() {
        byte[] bytes = {1, 2, 3};
        MessageId id = MessageId.of(bytes);
        bytes[0] = 9;
        id.toByteArray()[1] = 9;

        assertThat(id).isEqualTo(MessageId.ofHex("010203")).hasToString("010203");
        assertThat(id.toByteArray()).containsExactly(1, 2, 3);
    }

    @Test
    void of_lengthOutOfBounds_isRefused() {
        assertThatThrownBy(() -> MessageId.of(new byte[0])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MessageId.of(new byte[65])).isInstanceOf(IllegalArgumentException.class);
        assertThat(MessageId.of(new byte[64]).length()).isEqualTo(64);
        assertThatThrownBy(() -> MessageId.of(1L, 7)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MessageId.of(1L, 65)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofNumber_eachLength_isLittleEndianThenZeros() {
        assertThat(MessageId.of(0x0102030405060708L, 8)).hasToString("0807060504030201");
        assertThat(MessageId.of(0xFFL, 16)).hasToString("ff000000000000000000000000000000");
        assertThat(MessageId.of(-1L, 16)).hasToString("ffffffffffffffff0000000000000000");
    }

    @Test
    void low64_anyLength_isTheNumberThatItWasMadeOf() {
        assertThat(MessageId.of(0x8102030405060708L, 8).low64()).isEqualTo(0x8102030405060708L);
        assertThat(MessageId.of(-2L, 16).low64()).isEqualTo(-2L);
        assertThat(MessageId.ofHex("0180").low64()).isEqualTo(0x8001L);
        assertThat(MessageId.ofHex("000000000000000001").low64()).isZero();
    }

    @Test
    void slot_lowBytes_areAnUnsignedNumber() {
        assertThat(MessageId.ofHex("d204000005060708").slot()).isEqualTo(1234);
        assertThat(MessageId.ofHex("ffffffff05060708").slot()).isEqualTo(0xFFFF_FFFFL);
        assertThat(MessageId.ofHex("0000008000000000").slot()).isEqualTo(0x8000_0000L);
    }

    @Test
    void withSlot_eachLength_replacesOnlyTheLowBytes() {
        MessageId id = MessageId.ofHex("0102030405060708090a0b0c0d0e0f10");

        assertThat(id.withSlot(1234)).hasToString("d204000005060708090a0b0c0d0e0f10");
        assertThat(id.withSlot(0xFFFF_FFFFL).slot()).isEqualTo(0xFFFF_FFFFL);
        assertThat(id).hasToString("0102030405060708090a0b0c0d0e0f10");
        assertThat(MessageId.ofHex("01020304").withSlot(0)).hasToString("00000000");
    }

    @Test
    void withSlot_thatDoesNotFit_isRefused() {
        MessageId id = MessageId.ofHex("0102030405060708");

        assertThatThrownBy(() -> id.withSlot(-1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> id.withSlot(0x1_0000_0000L)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> MessageId.ofHex("010203").withSlot(1)).isInstanceOf(IllegalArgumentException.class);
        assertThat(MessageId.ofHex("010203").canCarrySlot()).isFalse();
    }

    @Test
    void equals_sameBytes_isTrueAndOrderFollowsTheBytes() {
        assertThat(MessageId.ofHex("0102")).isEqualTo(MessageId.of(new byte[] {1, 2}));
        assertThat(MessageId.ofHex("0102")).hasSameHashCodeAs(MessageId.ofHex("0102"));
        assertThat(MessageId.ofHex("0102")).isNotEqualTo(MessageId.ofHex("010200"));
        assertThat(Stream.of("02", "0102", "01").map(MessageId::ofHex).sorted())
                .containsExactly(MessageId.ofHex("01"), MessageId.ofHex("0102"), MessageId.ofHex("02"));
    }

    @Test
    void copyTo_arrayWithRoom_writesAtThePlaceGiven() {
        byte[] target = new byte[4];

        MessageId.ofHex("0102").copyTo(target, 1);

        assertThat(target).containsExactly(0, 1, 2, 0);
    }
}
