package org.rembus.broker.admin;

import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.protocol.QoS;

/** What an ADMIN message asks for. The topic stands beside it in the message. */
public sealed interface AdminCommand {

    /**
     * Subscribe the caller.
     *
     * @param start where the position of a new subscription is
     * @param ceiling the highest level that the peer can be served at: QoS 0 for one that names no bound, since such
     *     peers never acknowledge
     */
    record Subscribe(Since since, Start start, QoS ceiling) implements AdminCommand {
        /** What a topic in a {@code setup} gets. */
        public static final Subscribe FROM_NOW = new Subscribe(Since.NOW, Start.HERE, QoS.EXACTLY_ONCE);

        /** The same without what was published before. */
        public Subscribe fromNow() {
            return new Subscribe(Since.NOW, Start.HERE, ceiling);
        }
    }

    record Unsubscribe() implements AdminCommand {}

    record Expose() implements AdminCommand {}

    record Unexpose() implements AdminCommand {}

    /**
     * Start delivery.
     *
     * @param bound one more bound on the replay of each subscription; null for none
     */
    record StartDelivery(@Nullable Since bound) implements AdminCommand {}

    record StopDelivery() implements AdminCommand {}

    /** Subscribe and expose all of these, then start delivery. */
    record Setup(List<String> subscribers, List<String> exposers) implements AdminCommand {}

    /** A command for administrators. */
    record Privileged(String name) implements AdminCommand {}

    /** A command of ours, for who is on the broker's own machine. */
    sealed interface Local extends AdminCommand {
        /** As it is written. */
        String name();
    }

    /**
     * List what is remembered of components, by their names.
     *
     * @param after the name behind which to begin; the empty one for the first
     * @param limit how many are wanted
     */
    record ListTwins(String after, int limit) implements Local {
        /** As it is written. */
        public static final String NAME = "list_twins";

        @Override
        public String name() {
            return NAME;
        }
    }

    /** Show what is remembered of one component. */
    record ShowTwin(String rid) implements Local {
        /** As it is written. */
        public static final String NAME = "show_twin";

        @Override
        public String name() {
            return NAME;
        }
    }

    /**
     * Show who is slow, who is loud and which topics are hot.
     *
     * @param sort which components come first
     * @param limit how many of them, and of topics, are wanted
     */
    record ShowTraffic(Sort sort, int limit) implements Local {
        /** As it is written. */
        public static final String NAME = "show_traffic";

        /** Which components come first. */
        public enum Sort {
            /** Those that are slow, then those with the most messages. */
            TROUBLE,
            MESSAGES,
            IN,
            OUT,
            BYTES,
            WAITING,
            DROPS,
            UNACKNOWLEDGED,
            BEHIND
        }

        @Override
        public String name() {
            return NAME;
        }
    }

    /** A command that nobody knows. */
    record Unknown(String name) implements AdminCommand {}

    /** No command at all. */
    record Malformed(String reason) implements AdminCommand {}
}
