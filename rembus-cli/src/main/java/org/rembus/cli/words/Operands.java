package org.rembus.cli.words;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.rembus.broker.admin.AdminCommand.ShowTraffic;
import org.rembus.broker.routing.options.Policy;
import org.rembus.broker.settings.Settings;
import org.rembus.cli.logging.LogFormat;
import org.rembus.client.From;
import org.rembus.protocol.Address;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;
import picocli.CommandLine;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** How the words of a command line are read. What is wrong with one is said before anything begins. */
public final class Operands {
    private static final Pattern DURATION = Pattern.compile("(\\d{1,9}(?:\\.\\d{1,9})?)(ms|s|m|h|d)?");
    private static final int MAX_PORT = 65_535;
    private static final Set<Address.Scheme> PROTOCOLS =
            EnumSet.complementOf(EnumSet.of(Address.Scheme.MQTT, Address.Scheme.MQTTS));

    private Operands() {}

    /** A port to listen on; 0 is any free one. */
    public record Port(int number) {}

    /** Where a broker is, as it was written. */
    record Url(String text) {}

    public static void register(CommandLine command) {
        register(command, Port.class, Operands::port);
        register(command, Url.class, Operands::url);
        register(command, Duration.class, Operands::duration);
        register(command, From.class, From::parse);
        register(command, QoS.class, Operands::qos);
        register(command, Rid.class, Operands::name);
        register(command, Policy.class, text -> word(Policy.class, text));
        register(command, ShowTraffic.Sort.class, text -> word(ShowTraffic.Sort.class, text));
        register(command, Encoding.class, text -> word(Encoding.class, text));
        register(command, LogFormat.class, text -> word(LogFormat.class, text));
        register(command, Settings.Store.class, text -> word(Settings.Store.class, text));
        register(command, Topic.class, Operands::topic);
        register(command, Long.class, Operands::wholeNumber);
        register(command, long.class, Operands::wholeNumber);
        register(command, Integer.class, text -> Math.toIntExact(wholeNumber(text)));
        register(command, int.class, text -> Math.toIntExact(wholeNumber(text)));
    }

    private static <T> void register(CommandLine command, Class<T> type, ITypeConverter<T> reader) {
        command.registerConverter(type, text -> {
            try {
                return reader.convert(text);
            } catch (IllegalArgumentException wrong) {
                throw new TypeConversionException(wrong.getMessage());
            } catch (ArithmeticException wrong) {
                throw new TypeConversionException(text + " is too large");
            }
        });
    }

    private static Port port(String text) {
        if (!text.matches("\\d{1,5}") || Integer.parseInt(text) > MAX_PORT) {
            throw new IllegalArgumentException(text + " is no port: a number from 0 to " + MAX_PORT + " is expected");
        }
        return new Port(Integer.parseInt(text));
    }

    /** A word alone would be a name in an address, which is hardly what was meant by a URL. */
    private static Url url(String text) {
        Address address = Address.parseUrl(text, Address.DEFAULT_BASE);
        if (!PROTOCOLS.contains(address.scheme())) {
            throw new IllegalArgumentException(
                    text + ": this version connects by ws://, wss://, tcp://, tls:// and zmq:// only");
        }
        return new Url(text);
    }

    static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(text + " is no duration such as 500ms, 10s or 5m");
        }
        String unit = matcher.group(2) == null ? "s" : matcher.group(2);
        long unitNs = switch (unit) {
            case "ms" -> 1_000_000L;
            case "s" -> 1_000_000_000L;
            case "m" -> 60_000_000_000L;
            case "h" -> 3_600_000_000_000L;
            default -> 86_400_000_000_000L;
        };
        BigDecimal ns = new BigDecimal(matcher.group(1)).multiply(BigDecimal.valueOf(unitNs));
        if (ns.signum() == 0 || ns.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(text + " is too " + (ns.signum() == 0 ? "short" : "long"));
        }
        return Duration.ofNanos(ns.longValue());
    }

    private static long wholeNumber(String text) {
        try {
            return Long.parseLong(text);
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(text + " is no whole number, or too large", noNumber);
        }
    }

    private static QoS qos(String text) {
        return switch (text) {
            case "0" -> QoS.AT_MOST_ONCE;
            case "1" -> QoS.AT_LEAST_ONCE;
            case "2" -> QoS.EXACTLY_ONCE;
            default -> throw new IllegalArgumentException(text + " is none of 0, 1 and 2");
        };
    }

    private static Rid name(String text) {
        if (text.isEmpty()) {
            throw new IllegalArgumentException("a name has at least one character");
        }
        return new Rid(text);
    }

    private static <E extends Enum<E>> E word(Class<E> type, String text) {
        return Arrays.stream(type.getEnumConstants())
                .filter(constant -> word(constant).equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(text + " is none of "
                        + Arrays.stream(type.getEnumConstants())
                                .map(Operands::word)
                                .collect(Collectors.joining(", "))));
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    private static Topic topic(String text) {
        return Topic.parse(text)
                .orElseThrow(() -> new IllegalArgumentException(
                        "a topic has at least one character and at most 1024 bytes, and no control characters"));
    }
}
