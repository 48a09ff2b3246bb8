package org.rembus.broker.settings;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Reads {@code settings.json}. */
final class SettingsFile {
    /** Settings of peers' brokers that this one does not have: they may stand in a file that both read. */
    private static final Set<String> WITHOUT_EFFECT = Set.of("challenge_timeout", "reconnect_period");

    private static final Logger LOG = LoggerFactory.getLogger(SettingsFile.class);

    private SettingsFile() {}

    /** Its members; none when there is no file. */
    static Map<String, Object> read(Path file) {
        try {
            Map<String, Object> members = members(Files.readString(file), file);
            members.forEach((key, value) -> check(key, value, file));
            return members;
        } catch (NoSuchFileException absent) {
            return Map.of();
        } catch (IOException e) {
            throw new SettingsException("cannot read " + file + ": " + reason(e, file), e);
        }
    }

    private static Map<String, Object> members(String text, Path file) {
        if (!(parse(text, file) instanceof Map<?, ?> content)) {
            throw new SettingsException(file + " is no JSON object such as {\"request_timeout\": 10}");
        }
        Map<String, Object> members = new LinkedHashMap<>();
        content.forEach((key, value) -> members.put(String.valueOf(key), value));
        return members;
    }

    private static Object parse(String text, Path file) {
        try {
            return Json.parse(text);
        } catch (IllegalArgumentException e) {
            throw new SettingsException(file + ", " + e.getMessage(), e);
        }
    }

    private static void check(String key, @Nullable Object value, Path file) {
        Set<String> known = Settings.all().stream().map(Setting::key).collect(Collectors.toCollection(TreeSet::new));
        if (WITHOUT_EFFECT.contains(key)) {
            LOG.warn("{} in {} has no effect yet", key, file);
        } else if (!known.contains(key)) {
            throw new SettingsException(file + " has the unknown key " + key + inFull(key, value) + "; known are "
                    + String.join(", ", known));
        } else if (value == null) {
            throw new SettingsException(key + " in " + file + " is null");
        }
    }

    /** Keys have dots in them, which look like the path into an object. */
    private static String inFull(String key, @Nullable Object value) {
        return value instanceof Map<?, ?> parts && !parts.isEmpty()
                ? " (a key is written in full, \"" + key + "."
                        + parts.keySet().iterator().next() + "\")"
                : "";
    }

    private static String reason(IOException e, Path file) {
        if (Files.isDirectory(file)) {
            return "it is a folder";
        }
        return switch (e) {
            case AccessDeniedException denied -> "permission denied";
            case CharacterCodingException garbled -> "it is not UTF-8";
            // Its message would be the file again, before the reason.
            case FileSystemException other ->
                Objects.requireNonNullElse(other.getReason(), String.valueOf(other.getMessage()));
            default -> String.valueOf(e.getMessage());
        };
    }
}
