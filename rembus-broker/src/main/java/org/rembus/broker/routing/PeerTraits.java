package org.rembus.broker.routing;

import java.util.function.Supplier;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.QoS;
import org.rembus.protocol.json.Dialect;
import org.rembus.protocol.json.JsonId;

/** What a connection's peer has shown of itself: its generation and what it can take (PROTOCOL.md sections 1, 4 and 5). */
final class PeerTraits {
    private final Supplier<Dialect> dialect;
    private int idLength = MessageId.GEN2_LENGTH;
    private boolean julia;
    private boolean listens;
    private boolean hasNoMeta;
    private QoS ceiling = QoS.EXACTLY_ONCE;

    /** @param dialect in which it last spoke */
    PeerTraits(Supplier<Dialect> dialect) {
        this.dialect = dialect;
    }

    /** Takes the length of an id that came. */
    void learnFrom(MessageId id) {
        idLength = id.length();
    }

    /** The peer named itself by a URL. */
    void isJuliaPeer() {
        julia = true;
    }

    /** The peer says nothing of its ports: on JSON, only the oldest do not. */
    void hasNoMeta() {
        hasNoMeta = true;
    }

    /** The peer listens on ports of its own. */
    void listensItself() {
        listens = true;
    }

    /** The peer never acknowledges: from now on it is served at QoS 0. */
    void neverAcknowledges() {
        ceiling = QoS.AT_MOST_ONCE;
    }

    boolean isJulia() {
        return julia || speaksJuliasJson();
    }

    /** Whether the peer has no place for a target but in front of the topic. */
    boolean speaksJuliasJson() {
        return dialect.get().isJulias(idLength);
    }

    /** Whether the peer is a node that others connect to, so that commands are passed on to it. */
    boolean isNode() {
        return listens;
    }

    boolean isGen1() {
        return idLength == MessageId.GEN1_LENGTH || hasNoMeta && JsonId.isJson(idLength);
    }

    /** Whether the peer counts {@code msg_from} in microseconds (PROTOCOL.md section 9). */
    boolean countsMicros() {
        return isJulia() || isGen1();
    }

    /** Whether a publish with the SLOT flag may be sent. */
    boolean takesSlots() {
        return idLength == MessageId.GEN2_LENGTH;
    }

    /** Length of the ids that we originate: what the peer used last, but long enough to be unique. */
    int idLength() {
        return JsonId.isJson(idLength) ? JsonId.LENGTH : Math.max(idLength, MessageId.GEN2_LENGTH);
    }

    QoS ceiling() {
        return ceiling;
    }
}
