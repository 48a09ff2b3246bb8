package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class TraceContextTest {
    private static final String PARENT = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";

    @Test
    void contextIsTaken_wellFormed_withItsState() {
        assertThat(TraceContext.parse(PARENT, "")).contains(new TraceContext(PARENT, ""));
        assertThat(TraceContext.parse(PARENT, "a=1,b=2")).contains(new TraceContext(PARENT, "a=1,b=2"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01-",
                "00-0AF7651916CD43DD8448EB211C80319C-B7AD6B7169203331-01",
                "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c_b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331_01",
                "00-0af7651916cd43dd8448eb211c80319g-b7ad6b7169203331-01",
                "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
            })
    void contextIsDropped_malformed(String parent) {
        assertThat(TraceContext.parse(parent, "a=1")).isEmpty();
        assertThatIllegalArgumentException().isThrownBy(() -> new TraceContext(parent, "a=1"));
    }

    @Test
    void stateIsDropped_tooLongOrNoText_theContextIsKept() {
        String longest = "a=" + "x".repeat(TraceContext.MAX_STATE_LENGTH - 2);

        assertThat(TraceContext.parse(PARENT, longest)).contains(new TraceContext(PARENT, longest));
        assertThat(TraceContext.parse(PARENT, longest + "x")).contains(new TraceContext(PARENT, ""));
        assertThat(TraceContext.parse(PARENT, "a=\u00e9")).contains(new TraceContext(PARENT, ""));
        assertThat(TraceContext.parse(PARENT, "a=\n")).contains(new TraceContext(PARENT, ""));
    }
}
