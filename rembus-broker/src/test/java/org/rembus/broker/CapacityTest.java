package org.rembus.broker;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class CapacityTest {
    @ParameterizedTest
    @CsvSource({
        "536870912, 9223372036854775807, 4096, 32768",
        "536870912, 1048576, 4096, 32768",
        "536870912, 20000, 4096, 15404",
        "536870912, 1024, 4096, 512",
        "1099511627776, 9223372036854775807, 4096, 10000000",
        "1024, 1024, 10, 1"
    })
    void defaultFor_heapAndFiles_isTheSmaller(long heap, long files, long handshakes, long connections) {
        assertThat(Capacity.defaultFor(heap, 16 * 1024, files, handshakes)).isEqualTo(connections);
    }
}
