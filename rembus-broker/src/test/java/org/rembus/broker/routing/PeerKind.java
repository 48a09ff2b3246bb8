package org.rembus.broker.routing;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;

/** The kinds of peers there are, as PROTOCOL.md tells them apart. */
public enum PeerKind {
    /** Python 0.1 to 0.4, rembus.js: ids of 16 bytes, no {@code meta}. */
    GEN1(MessageId.GEN1_LENGTH, "", null),
    /** Python 0.8. */
    GEN2(MessageId.GEN2_LENGTH, "", Map.of()),
    /** Julia 1.2. */
    JULIA(MessageId.GEN2_LENGTH, "ws://127.0.0.1:8000/", Map.of()),
    /** Julia up to 1.1. */
    OLD_JULIA(MessageId.GEN1_LENGTH, "ws://127.0.0.1:8000/", Map.of()),
    /** Any node that listens itself. */
    NODE(MessageId.GEN2_LENGTH, "", Map.of("ws", 8338L));

    private final int idLength;
    private final String cidPrefix;

    @SuppressWarnings("ImmutableEnumChecker") // made by Map.of
    private final @Nullable Map<String, Long> meta;

    PeerKind(int idLength, String cidPrefix, @Nullable Map<String, Long> meta) {
        this.idLength = idLength;
        this.cidPrefix = cidPrefix;
        this.meta = meta;
    }

    int idLength() {
        return idLength;
    }

    String cid(String name) {
        return cidPrefix + name;
    }

    @Nullable
    Payload meta() {
        return meta == null ? null : Payload.of(meta);
    }
}
