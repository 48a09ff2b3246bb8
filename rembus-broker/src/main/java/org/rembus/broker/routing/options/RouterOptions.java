package org.rembus.broker.routing.options;

import java.time.Duration;
import org.rembus.broker.admin.AdminParser;
import org.rembus.broker.routing.room.HeapRoom;
import org.rembus.broker.routing.room.RememberedRoom;
import org.rembus.broker.routing.room.TopicRoom;
import org.rembus.broker.routing.slow.SlowPolicies;
import org.rembus.broker.topics.PatternLevels;

/**
 * What the router is told once, when it is made (PROTOCOL.md section 14).
 *
 * @param name the broker's own rid
 * @param version what the service {@code version} answers
 * @param requestTimeout after which a request that nobody answered is given up
 * @param ackTimeout after which an unacknowledged delivery is sent again
 * @param sendRetries how often it is sent again before the connection is closed
 * @param maxInflight how many deliveries to one twin may be unacknowledged
 * @param maxOutstanding how many requests of one connection, and to one connection, may be unanswered
 * @param maxTopics how many topics one twin may subscribe to, and how many it may expose
 * @param maxPatternLevels how many levels the patterns of one twin may have, as {@link PatternLevels} counts
 * @param maxTopicBytes heap for the topics of all components that are here, see {@link TopicRoom}
 * @param maxUnansweredBytes heap for requests under way and for ids that wait for an ACK2, see {@link HeapRoom}
 * @param maxRememberedBytes heap for what is kept of components that may be away, see {@link RememberedRoom}
 * @param maxKnownNames how many names of components are known although nothing is stored of them
 * @param maxPendingBytes how much may wait for the journal before publishers are held back
 * @param whenConnected what happens to a component whose name is connected already
 * @param publishCalls whether a successful call is also published
 * @param msgFrom what {@code msg_from} counts
 * @param names which names and topics are taken
 * @param store which messages go into the journal
 * @param localCommands whether who is on this machine is told of twins
 * @param slow what happens to messages for slow subscribers
 * @param role whether components reach each other
 */
public record RouterOptions(
        String name,
        String version,
        Duration requestTimeout,
        Duration ackTimeout,
        int sendRetries,
        int maxInflight,
        int maxOutstanding,
        int maxTopics,
        int maxPatternLevels,
        long maxTopicBytes,
        long maxUnansweredBytes,
        long maxRememberedBytes,
        int maxKnownNames,
        long maxPendingBytes,
        WhenConnected whenConnected,
        PublishCalls publishCalls,
        MsgFrom msgFrom,
        Policy policy,
        NameRules names,
        StorePolicy store,
        LocalCommands localCommands,
        SlowPolicies slow,
        Role role) {

    /** What it is to its peers (PROTOCOL.md section 1). */
    public enum Role {
        /** It routes between components. */
        BROKER,
        /** It routes between its peers and the component that has its own name, and is in the same process. */
        SERVER
    }

    /** What happens to a component whose name is connected already. */
    public enum WhenConnected {
        /** It is refused, unless the older connection is dead. */
        REFUSE_NEWER,
        /** The older connection is closed. */
        CLOSE_OLDER
    }

    /** Whether subscribers of a service's topic see the calls of it (PROTOCOL.md section 8). */
    public enum PublishCalls {
        NO,
        YES
    }

    /** What becomes of the commands that are for the broker's own machine. */
    public enum LocalCommands {
        ANSWERED,
        /** They are as unknown there as elsewhere: what comes from this machine may come from a proxy. */
        UNKNOWN
    }

    /** What {@code msg_from} counts (PROTOCOL.md section 9). */
    public enum MsgFrom {
        /** Microseconds from Julia peers and from peers with ids of 16 bytes, nanoseconds from others. */
        AS_PEERS_DO,
        NANOSECONDS,
        MICROSECONDS;

        /** @param peerCountsMicros whether the peer is one that counts microseconds */
        public AdminParser.Unit unitFor(boolean peerCountsMicros) {
            boolean micros = this == MICROSECONDS || (this == AS_PEERS_DO && peerCountsMicros);
            return micros ? AdminParser.Unit.MICROSECONDS : AdminParser.Unit.NANOSECONDS;
        }
    }

    /** The defaults of PROTOCOL.md section 14, for a broker of this name and version. */
    public static RouterOptions defaults(String name, String version) {
        return new RouterOptions(
                name,
                version,
                Duration.ofSeconds(10),
                Duration.ofSeconds(2),
                10,
                256,
                10_000,
                100_000,
                10_000,
                1024L * 1024 * 1024,
                512L * 1024 * 1024,
                1024L * 1024 * 1024,
                100_000,
                64L * 1024 * 1024,
                WhenConnected.REFUSE_NEWER,
                PublishCalls.NO,
                MsgFrom.AS_PEERS_DO,
                Policy.FIRST_UP,
                NameRules.PROTOCOL,
                StorePolicy.EVERYTHING,
                LocalCommands.ANSWERED,
                SlowPolicies.DROP_NEWEST,
                Role.BROKER);
    }
}
