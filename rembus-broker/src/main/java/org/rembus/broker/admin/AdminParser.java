package org.rembus.broker.admin;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.journal.Since;
import org.rembus.broker.journal.TwinChange.Start;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;
import org.rembus.protocol.cbor.Undefined;

/** Reads the {@code data} of an ADMIN message. Whatever it holds, the result is a command, never an exception. */
public final class AdminParser {
    /** Longer commands are refused unread. */
    public static final int MAX_BYTES = 1024 * 1024;

    private static final long NS_PER_US = 1000;
    private static final long DEFAULT_LIMIT = 100;
    private static final Set<String> PRIVILEGED = Set.of(
            "private_topic",
            "public_topic",
            "authorize",
            "unauthorize",
            "private_topics_config",
            "broker_config",
            "load_config",
            "save_config",
            "shutdown",
            "enable_debug",
            "disable_debug");

    /** What the numbers in {@code msg_from} count. */
    public enum Unit {
        NANOSECONDS,
        MICROSECONDS
    }

    private AdminParser() {}

    /** Reads one command; {@code unit} is that of the peer's {@code msg_from}. */
    public static AdminCommand parse(Payload data, Unit unit) {
        if (data.length() > MAX_BYTES) {
            return new AdminCommand.Malformed("a command of more than " + MAX_BYTES + " bytes");
        }
        if (!(data.value() instanceof Map<?, ?> map)) {
            return new AdminCommand.Malformed("a command is a map");
        }
        return map.get("cmd") instanceof String name
                ? named(name, map, unit)
                : new AdminCommand.Malformed("a command is a map with cmd, a text");
    }

    private static AdminCommand named(String name, Map<?, ?> map, Unit unit) {
        return switch (name) {
            case "subscribe", "add_interest" -> subscribe(map, unit);
            case "unsubscribe", "remove_interest" -> new AdminCommand.Unsubscribe();
            case "expose", "add_impl" -> new AdminCommand.Expose();
            case "unexpose", "remove_impl" -> new AdminCommand.Unexpose();
            case "reactive" -> reactive(map, unit);
            case "setup" -> setup(map);
            case AdminCommand.ListTwins.NAME -> listTwins(map);
            case AdminCommand.ShowTwin.NAME -> showTwin(map);
            case AdminCommand.ShowTraffic.NAME -> showTraffic(map);
            default -> PRIVILEGED.contains(name) ? new AdminCommand.Privileged(name) : new AdminCommand.Unknown(name);
        };
    }

    private static AdminCommand subscribe(Map<?, ?> map, Unit unit) {
        if (isGiven(map, "msg_from")) {
            Since since = since(map.get("msg_from"), unit);
            if (since == null) {
                return new AdminCommand.Malformed("msg_from is no number");
            }
            return new AdminCommand.Subscribe(since, since.isNow() ? Start.HERE : Start.OLDEST, QoS.EXACTLY_ONCE);
        }
        if (map.containsKey("retroactive")) {
            if (!isTruth(map.get("retroactive"))) {
                return new AdminCommand.Malformed("retroactive is neither true nor false");
            }
            Since since = isTrue(map.get("retroactive")) ? Since.LAST_RECEIVED : Since.NOW;
            return new AdminCommand.Subscribe(since, Start.HERE, QoS.EXACTLY_ONCE);
        }
        return new AdminCommand.Subscribe(Since.NOW, Start.HERE, QoS.AT_MOST_ONCE);
    }

    private static AdminCommand reactive(Map<?, ?> map, Unit unit) {
        if (map.containsKey("status") && !isTruth(map.get("status"))) {
            return new AdminCommand.Malformed("status is neither true nor false");
        }
        if (map.containsKey("status") && !isTrue(map.get("status"))) {
            return new AdminCommand.StopDelivery();
        }
        if (!isGiven(map, "msg_from")) {
            return new AdminCommand.StartDelivery(null);
        }
        Since bound = since(map.get("msg_from"), unit);
        return bound == null
                ? new AdminCommand.Malformed("msg_from is no number")
                : new AdminCommand.StartDelivery(bound);
    }

    private static AdminCommand setup(Map<?, ?> map) {
        List<String> subscribers = topics(map.get("subscribers"));
        List<String> exposers = topics(map.get("exposers"));
        return subscribers == null || exposers == null
                ? new AdminCommand.Malformed("subscribers and exposers are lists of topics")
                : new AdminCommand.Setup(subscribers, exposers);
    }

    private static AdminCommand listTwins(Map<?, ?> map) {
        Object after = map.containsKey("after") ? map.get("after") : "";
        Object limit = map.containsKey("limit") ? map.get("limit") : (Object) DEFAULT_LIMIT;
        return after instanceof String name && limit instanceof Long count && count > 0
                ? new AdminCommand.ListTwins(name, (int) Math.min(count, Integer.MAX_VALUE))
                : new AdminCommand.Malformed("after is a name, and limit a positive number");
    }

    private static AdminCommand showTwin(Map<?, ?> map) {
        return map.get("name") instanceof String name
                ? new AdminCommand.ShowTwin(name)
                : new AdminCommand.Malformed("name is a text");
    }

    private static AdminCommand showTraffic(Map<?, ?> map) {
        Object sort = map.containsKey("sort") ? map.get("sort") : "trouble";
        Object limit = map.containsKey("limit") ? map.get("limit") : (Object) DEFAULT_LIMIT;
        for (AdminCommand.ShowTraffic.Sort known : AdminCommand.ShowTraffic.Sort.values()) {
            if (known.name().toLowerCase(Locale.ROOT).equals(sort) && limit instanceof Long count && count > 0) {
                return new AdminCommand.ShowTraffic(known, (int) Math.min(count, Integer.MAX_VALUE));
            }
        }
        return new AdminCommand.Malformed("sort is a word that is known, and limit a positive number");
    }

    private static @Nullable List<String> topics(@Nullable Object value) {
        List<String> topics = new ArrayList<>();
        if (value == null || value == Undefined.UNDEFINED) {
            return topics;
        }
        if (!(value instanceof List<?> list)) {
            return null;
        }
        for (Object element : list) {
            if (!(element instanceof String topic)) {
                return null;
            }
            topics.add(topic);
        }
        return topics;
    }

    /** Null (JSON's infinity) counts as given; undefined does not. */
    private static boolean isGiven(Map<?, ?> map, String key) {
        return map.containsKey(key) && map.get(key) != Undefined.UNDEFINED;
    }

    /** Whether this can be read as a boolean; nothing counts as false. */
    private static boolean isTruth(@Nullable Object value) {
        return value == null || value instanceof Boolean || value instanceof Long || value == Undefined.UNDEFINED;
    }

    private static boolean isTrue(@Nullable Object value) {
        return Boolean.TRUE.equals(value) || (value instanceof Long number && number != 0);
    }

    private static @Nullable Since since(@Nullable Object value, Unit unit) {
        return switch (value) {
            case null -> Since.LAST_RECEIVED;
            case Long count -> window(count, unit);
            case BigInteger count -> count.signum() < 0 ? Since.NOW : Since.LAST_RECEIVED;
            case Double count -> Double.isNaN(count) ? null : window((long) Math.ceil(count), unit);
            default -> null;
        };
    }

    private static Since window(long count, Unit unit) {
        if (count <= 0) {
            return Since.NOW;
        }
        long factor = unit == Unit.MICROSECONDS ? NS_PER_US : 1;
        return count > Long.MAX_VALUE / factor ? Since.LAST_RECEIVED : new Since(count * factor);
    }
}
