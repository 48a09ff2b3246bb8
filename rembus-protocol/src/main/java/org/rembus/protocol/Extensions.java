package org.rembus.protocol;

import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A set of extensions, as the header {@value #HEADER} of the WebSocket handshake lists them (PROTOCOL.md section 15): the
 * component offers some, the broker echoes those of them that it supports, and both use what was echoed. Immutable.
 */
public final class Extensions {
    /** The header of the handshake's request and of its answer. */
    public static final String HEADER = "Rembus-Extensions";

    /** What a peer has that knows of no extensions. */
    public static final Extensions NONE = new Extensions(EnumSet.noneOf(Extension.class));

    private final Set<Extension> members;

    private Extensions(Set<Extension> members) {
        this.members = members;
    }

    public static Extensions of(Extension... members) {
        return members.length == 0 ? NONE : new Extensions(EnumSet.copyOf(Arrays.asList(members)));
    }

    /**
     * Reads the values of the header, of which there may be any number: names between commas, in any case. Names that
     * nobody here knows are left out, so that nothing a peer sends is an error.
     */
    public static Extensions parse(Collection<String> values) {
        EnumSet<Extension> found = EnumSet.noneOf(Extension.class);
        for (String value : values) {
            Set<String> names = Arrays.stream(value.split(","))
                    .map(name -> name.strip().toLowerCase(Locale.ROOT))
                    .collect(Collectors.toSet());
            for (Extension extension : Extension.values()) {
                if (names.contains(extension.token())) {
                    found.add(extension);
                }
            }
        }
        return new Extensions(found);
    }

    /** Those that are in both. */
    public Extensions and(Extensions other) {
        EnumSet<Extension> both = EnumSet.copyOf(members);
        both.retainAll(other.members);
        return new Extensions(both);
    }

    public boolean has(Extension extension) {
        return members.contains(extension);
    }

    public boolean isEmpty() {
        return members.isEmpty();
    }

    /** The members. */
    public Set<Extension> members() {
        return Collections.unmodifiableSet(members);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Extensions that && members.equals(that.members);
    }

    @Override
    public int hashCode() {
        return members.hashCode();
    }

    /** The value of the header. */
    @Override
    public String toString() {
        return members.stream().map(Extension::token).collect(Collectors.joining(", "));
    }
}
