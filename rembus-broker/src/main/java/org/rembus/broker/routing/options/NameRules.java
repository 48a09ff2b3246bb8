package org.rembus.broker.routing.options;

import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Limits;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;

/**
 * Which names and topics this broker takes: those that the protocol allows, and perhaps only shorter ones. What is
 * remembered from before keeps its names.
 *
 * @param maxNameBytes no more than {@value Limits#MAX_NAME_BYTES}
 * @param maxTopicBytes no more than {@value Limits#MAX_TOPIC_BYTES}
 */
public record NameRules(int maxNameBytes, int maxTopicBytes) {
    /** What the protocol allows. */
    public static final NameRules PROTOCOL = new NameRules(Limits.MAX_NAME_BYTES, Limits.MAX_TOPIC_BYTES);

    public NameRules {
        if (maxNameBytes < 1 || maxNameBytes > Limits.MAX_NAME_BYTES) {
            throw new IllegalArgumentException("names of at most " + maxNameBytes + " bytes");
        }
        if (maxTopicBytes < 1 || maxTopicBytes > Limits.MAX_TOPIC_BYTES) {
            throw new IllegalArgumentException("topics of at most " + maxTopicBytes + " bytes");
        }
    }

    /** Why no component can have this name; empty when one can. */
    public String objectionToName(String name) {
        return Rid.objectionTo(name, maxNameBytes);
    }

    /** Why nobody can subscribe to this topic or pattern; empty when one can. */
    public String objectionToPattern(String text) {
        return Topic.objectionTo(text, maxTopicBytes);
    }

    /** Why this topic can neither be published to, exposed nor called; empty when it can. */
    public String objectionToTopic(String text) {
        String objection = objectionToPattern(text);
        return objection.isEmpty() && Topic.of(text).isPattern() ? "it is a pattern" : objection;
    }

    /** A topic to publish to; null when there is an {@link #objectionToTopic} it. */
    @Nullable
    public Topic topic(String text) {
        Topic topic = objectionToPattern(text).isEmpty() ? Topic.of(text) : null;
        return topic == null || topic.isPattern() ? null : topic;
    }
}
