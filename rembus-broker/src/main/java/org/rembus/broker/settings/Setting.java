package org.rembus.broker.settings;

import java.util.Map;
import org.rembus.broker.settings.Values.Reader;

/**
 * One thing that can be set.
 *
 * @param key its name in {@code settings.json}
 * @param variable its name in the environment
 * @param reader checks a value
 * @param byDefault what it is when nobody sets it
 */
public record Setting<T>(String key, String variable, Reader<T> reader, T byDefault) {

    /**
     * Reads a value from the file or the environment.
     *
     * @param source where it stands, for the sentence
     * @throws SettingsException if it is impossible
     */
    public T read(Object raw, String source) {
        try {
            return reader.read(raw);
        } catch (IllegalArgumentException e) {
            String what = raw instanceof Map ? source : source + " is " + quoted(raw);
            throw new SettingsException(what + ": " + e.getMessage(), e);
        }
    }

    private static String quoted(Object raw) {
        return raw instanceof String text ? '"' + text + '"' : String.valueOf(raw);
    }

    @Override
    public String toString() {
        return key;
    }
}
