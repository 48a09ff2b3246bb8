package org.rembus.broker.settings;

/** Something is set to what it cannot be. The message is a sentence for the user, and names it. */
public final class SettingsException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    public SettingsException(String sentence) {
        super(sentence);
    }

    public SettingsException(String sentence, Throwable cause) {
        super(sentence, cause);
    }
}
