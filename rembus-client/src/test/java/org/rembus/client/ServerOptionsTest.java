package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Without the broker's library, which these tests do not have. */
final class ServerOptionsTest {
    @Test
    void server_withoutTheBrokersLibrary_saysWhatIsMissing() {
        assertThatIllegalStateException()
                .isThrownBy(Rembus::server)
                .withMessage("a server needs the library org.rembus:rembus-broker, which is not on the class path");
    }

    @Test
    void options_areThoseThatWereSet() {
        ServerOptions options = ServerOptions.builder()
                .name("desk")
                .requestTimeout(Duration.ofSeconds(3))
                .build();
        assertThat(options.name()).isEqualTo("desk");
        assertThat(options.requestTimeout()).isEqualTo(Duration.ofSeconds(3));
    }

    @Test
    void illegalOptions_areRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ServerOptions.builder().name("a//b"));
        assertThatIllegalArgumentException()
                .isThrownBy(() ->
                        ServerOptions.builder().requestTimeout(Duration.ZERO).build());
    }
}
