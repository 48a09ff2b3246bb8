package org.rembus.protocol;

import java.util.Optional;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * A component's unique name (PROTOCOL.md sections 1, 2 and 6). It may contain {@code /} and {@code .}; what follows the
 * first {@code .} is its tenant.
 */
public record Rid(String name) implements Comparable<Rid> {
    /** The tenant of names without a dot, and of anonymous components. */
    public static final String DEFAULT_TENANT = ".";

    /** What a component says that insists on having no name. */
    public static final String NO_NAME = "__noname__";

    private static final Pattern RANDOM_UUID =
            Pattern.compile("\\p{XDigit}{8}-\\p{XDigit}{4}-4\\p{XDigit}{3}-[89abAB]\\p{XDigit}{3}-\\p{XDigit}{12}");

    private static final long VERSION_BITS = 0xF000L;
    private static final long VERSION_4 = 0x4000L;
    private static final long VARIANT_BITS = 0xC000_0000_0000_0000L;
    private static final long IETF_VARIANT = 0x8000_0000_0000_0000L;

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
     * halves of surrogate pairs, empty segments, {@code .} and {@code ..} segments, a leading {@code /} and more than 255 bytes.
     */
    public static String objectionTo(String name) {
        return objectionTo(name, Limits.MAX_NAME_BYTES);
    }

    /**
     * The same, for names that have to be shorter.
     *
     * @param maxBytes no more than {@value Limits#MAX_NAME_BYTES}
     */
    public static String objectionTo(String name, int maxBytes) {
        if (name.isEmpty()) {
            return "empty cid";
        }
        if (!Names.fits(name, maxBytes)) {
            return "name longer than " + maxBytes + " bytes";
        }
        if (!Names.isPrintable(name)) {
            return "name with an illegal character";
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

    /**
     * A random name for a component that has none.
     *
     * @param random any 128 random bits; those for version and variant are set to what version 4 asks for
     */
    public static Rid anonymous(UUID random) {
        long high = random.getMostSignificantBits() & ~VERSION_BITS | VERSION_4;
        long low = random.getLeastSignificantBits() & ~VARIANT_BITS | IETF_VARIANT;
        return new Rid(new UUID(high, low).toString());
    }

    /** Whether peers take this for no name at all: a UUID of version 4, or {@code __noname__}. */
    public boolean isAnonymous() {
        return name.equals(NO_NAME) || RANDOM_UUID.matcher(name).matches();
    }

    /** What follows the first dot, or {@link #DEFAULT_TENANT} when there is no dot or nothing follows it. */
    public String tenant() {
        int dot = name.indexOf('.');
        return dot < 0 || dot == name.length() - 1 ? DEFAULT_TENANT : name.substring(dot + 1);
    }

    /** By the name. Peers choose names: with an order, hash tables stay fast when all hashes collide. */
    @Override
    public int compareTo(Rid other) {
        return name.compareTo(other.name);
    }

    @Override
    public String toString() {
        return name;
    }
}
