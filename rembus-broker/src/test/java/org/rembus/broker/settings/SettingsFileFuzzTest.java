package org.rembus.broker.settings;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.io.TempDir;

/** Any bytes in the file are settings, or a {@link SettingsException} that names the file or the setting. */
final class SettingsFileFuzzTest {
    @TempDir
    private static Path folder;

    @FuzzTest(maxDuration = "1m")
    void file_anyBytes_areSettingsOrASettingsException(byte[] input) throws IOException {
        Path file = Files.write(folder.resolve("settings.json"), input);
        try {
            Settings settings = Settings.resolve(Map.of(), file, Map.of());
            for (Setting<?> each : Settings.all()) {
                assertThat((Object) settings.get(each)).isNotNull();
            }
        } catch (SettingsException refused) {
            assertThat(refused.getMessage()).isNotEmpty();
        }
    }
}
