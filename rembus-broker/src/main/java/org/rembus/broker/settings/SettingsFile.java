package org.rembus.broker.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.ObjectMapper;

/** Reads {@code settings.json}. */
final class SettingsFile {
    /** Settings of peers' brokers that this one does not have: they may stand in a file that both read. */
    private static final Set<String> WITHOUT_EFFECT = Set.of(
            "challenge_timeout", "zmq_ping_interval", "reconnect_period", "retention_age", "retention_size", "store");

    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

    private SettingsFile() {}

    /** Its members; none when there is no file. */
    static Map<String, Object> read(Path file) {
        Map<String, Object> members;
        try {
            members = new ObjectMapper().readValue(Files.readString(file), new TypeReference<>() {});
        } catch (NoSuchFileException absent) {
            return Map.of();
        } catch (IOException e) {
            throw new SettingsException("cannot read " + file + ": " + e, e);
        } catch (JacksonException e) {
            throw new SettingsException(file + " is no JSON object: " + e.getOriginalMessage(), e);
        }
        if (members == null) {
            throw new SettingsException(file + " is no JSON object");
        }
        Set<String> known = Settings.all().stream().map(Setting::key).collect(Collectors.toCollection(TreeSet::new));
        for (Map.Entry<String, Object> member : members.entrySet()) {
            if (WITHOUT_EFFECT.contains(member.getKey())) {
                LOG.warn("{} in {} has no effect yet", member.getKey(), file);
            } else if (!known.contains(member.getKey())) {
                throw new SettingsException(
                        file + " has the unknown key " + member.getKey() + "; known are " + String.join(", ", known));
            } else if (member.getValue() == null) {
                throw new SettingsException(member.getKey() + " in " + file + " is null");
            }
        }
        return members;
    }
}
