package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class RembusFolderTest {
    @Test
    void isTheOneThatIsSet() {
        assertThat(RembusFolder.in(Map.of("REMBUS_DIR", "/somewhere/else")::get))
                .isEqualTo(Path.of("/somewhere/else"));
    }

    @Test
    void isAmongTheUsersConfiguration_nothingIsSet() {
        Path users = RembusFolder.in(name -> null);
        assertThat(users).isEqualTo(RembusFolder.in(Map.of("REMBUS_DIR", "")::get));
        assertThat(users.startsWith(System.getProperty("user.home"))).isTrue();
        assertThat(users.getFileName()).hasToString("rembus");
    }
}
