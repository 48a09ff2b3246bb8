package org.rembus.broker.routing.room;

import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.topics.PatternLevels;

/**
 * What a component has asked to be subscribed to and to expose, as its commands so far will leave it, those that wait for the
 * journal included. It takes of a {@link TopicRoom} while its twin is kept in memory.
 */
public final class WantedTopics {
    private final Map<String, Integer> numbers = new HashMap<>();
    private final Set<String> services = new HashSet<>();
    private final PatternLevels patternLevels = new PatternLevels();
    private long bytes;
    private @Nullable TopicRoom room;

    /** The topics of the subscriptions, with their numbers. */
    public Map<String, Integer> subscriptions() {
        return Collections.unmodifiableMap(numbers);
    }

    public Set<String> services() {
        return Collections.unmodifiableSet(services);
    }

    /** The subscription of that number is wanted, unless there is one to the topic. */
    public void subscribe(String topic, int number) {
        boolean isNew = numbers.putIfAbsent(topic, number) == null;
        if (isNew) {
            patternLevels.add(topic);
        }
        count(isNew, TopicRoom.bytesOf(topic));
    }

    /** The subscription is not wanted any more; whether it was. */
    public boolean unsubscribe(String topic) {
        boolean wasThere = numbers.remove(topic) != null;
        if (wasThere) {
            patternLevels.remove(topic);
        }
        return count(wasThere, -TopicRoom.bytesOf(topic));
    }

    /** What the patterns among the subscriptions count for. */
    public PatternLevels patternLevels() {
        return patternLevels;
    }

    /** The service is wanted; whether it was not. */
    public boolean expose(String topic) {
        return count(services.add(topic), TopicRoom.bytesOf(topic));
    }

    /** The service is not wanted any more; whether it was. */
    public boolean unexpose(String topic) {
        return count(services.remove(topic), -TopicRoom.bytesOf(topic));
    }

    private boolean count(boolean hasChanged, long more) {
        if (hasChanged) {
            bytes += more;
            if (room != null) {
                room.take(more);
            }
        }
        return hasChanged;
    }

    /** What all of it counts for in a {@link TopicRoom}. */
    public long bytes() {
        return bytes;
    }

    /** The twin is kept in memory from now on. */
    public void enter(TopicRoom shared) {
        room = shared;
        shared.take(bytes);
    }

    /** The twin is not kept in memory any more. */
    public void leave() {
        if (room != null) {
            room.giveBack(bytes);
            room = null;
        }
    }
}
