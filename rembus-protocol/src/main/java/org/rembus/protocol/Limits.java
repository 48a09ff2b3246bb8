package org.rembus.protocol;

/** Bounds that every encoding keeps, whoever sends. */
public final class Limits {
    /**
     * How deep arrays, maps and tags may be nested in an argument or a result, unless a setting says otherwise. The array
     * of arguments itself does not count.
     */
    public static final int MAX_NESTING = 64;

    /** The deepest nesting that a setting may allow: decoding is recursive, and threads have small stacks. */
    public static final int HIGHEST_NESTING = 512;

    /** Bytes of a topic in UTF-8. */
    public static final int MAX_TOPIC_BYTES = 1024;

    /** Levels of a topic or pattern: what it costs to find the receivers of a topic depends on them. */
    public static final int MAX_TOPIC_LEVELS = 128;

    /** Bytes of a component's name in UTF-8. */
    public static final int MAX_NAME_BYTES = 255;

    /** Bytes of a message, unless a setting says otherwise. */
    public static final int DEFAULT_MAX_MESSAGE_BYTES = 64 * 1024 * 1024;

    private Limits() {}
}
