package org.rembus.protocol;

import java.util.Optional;
import java.util.UUID;

/**
 * A component's unique name (PROTOCOL.md sections 1, 2 and 6). It may contain {@code /} and {@code .}; what follows the
 * first {@code .} is its tenant.
 */
public record Rid(String name) {
    /** The tenant of names without a dot, and of anonymous components. */
    public static final String DEFAULT_TENANT = ".";

    private static final String NO_NAME = "__noname__";
    private static final int UUID_LENGTH = 36;

    /**
     * A name that our own code gives.
     *
     * @throws IllegalArgumentException if the name is illegal
     */
    public Rid {
        String objection = objectionTo(name);
        if (!objection.isEmpty()) {
            throw new IllegalArgumentException(objection);
        }
    }

    /**
     * Why this cannot be a name, as a sentence fit for the peer; empty when it can. Refused are control characters,
     * empty segments, {@code .} and {@code ..} segments, a leading {@code /} and more than 255 bytes.
     */
    public static String objectionTo(String name) {
        if (name.isEmpty()) {
            return "empty cid";
        }
        if (!Names.fits(name, Limits.MAX_NAME_BYTES)) {
            return "name longer than " + Limits.MAX_NAME_BYTES + " bytes";
        }
        if (Names.hasControlCharacter(name)) {
            return "name with a control character";
        }
        for (String segment : name.split("/", -1)) {
            if (segment.isEmpty()) {
                return "name with an empty segment";
            }
            if (segment.equals(".") || segment.equals("..")) {
                return "name with a segment " + segment;
            }
        }
        return "";
    }

    /** A name that a peer gave; empty when it is illegal. */
    public static Optional<Rid> parse(String name) {
        return objectionTo(name).isEmpty() ? Optional.of(new Rid(name)) : Optional.empty();
    }

    /** A random name for a component that has none. */
    public static Rid anonymous(UUID random) {
        return new Rid(random.toString());
    }

    /** Whether peers take this for no name at all: a UUID of version 4, or {@code __noname__}. */
    public boolean isAnonymous() {
        return name.equals(NO_NAME) || isRandomUuid(name);
    }

    /** What follows the first dot, or {@link #DEFAULT_TENANT} when there is none. */
    public String tenant() {
        int dot = name.indexOf('.');
        return dot < 0 || dot == name.length() - 1 ? DEFAULT_TENANT : name.substring(dot + 1);
    }

    private static boolean isRandomUuid(String text) {
        if (text.length() != UUID_LENGTH) {
            return false;
        }
        try {
            return UUID.fromString(text).version() == 4;
        } catch (IllegalArgumentException notAUuid) {
            return false;
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
