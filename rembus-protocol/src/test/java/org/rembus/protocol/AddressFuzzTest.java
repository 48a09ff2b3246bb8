package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;

/** Any text is an address, which reads the same when written in full, or an IllegalArgumentException with a reason. */
final class AddressFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void parse_anyText_isAnAddressOrHasAReason(FuzzedDataProvider input) {
        String text = input.consumeRemainingAsString();
        Address address;
        try {
            address = Address.parse(text, Address.DEFAULT_BASE);
        } catch (IllegalArgumentException refused) {
            assertThat(refused.getMessage()).contains("is no Rembus address: ").hasSizeLessThan(400);
            return;
        }
        assertThat(Address.parse(address.toString(), Address.DEFAULT_BASE)).isEqualTo(address);
    }
}
