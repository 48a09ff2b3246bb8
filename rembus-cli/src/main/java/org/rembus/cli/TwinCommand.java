package org.rembus.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.json.Parts;
import org.rembus.cli.print.Console;
import org.rembus.cli.print.TextTable;
import org.rembus.protocol.Rid;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code rembus twin}: says what a broker remembers of components. */
@Command(
        name = "twin",
        mixinStandardHelpOptions = true,
        synopsisSubcommandLabel = "WHAT",
        header = "Say what a broker remembers of components.",
        description = {
            "",
            "A running broker is asked at --url, on its own machine; the folder of a stopped one is read with --data. Reads only.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus twin list",
            "  rembus twin list --json | jq 'select(.behind > 100000).name'",
            "  rembus twin show kitchen",
            "  rembus twin list --data ~/.config/rembus/broker"
        })
final class TwinCommand {
    private static final Map<String, String> LIST = columns(
            "NAME", "name",
            "STATE", "state",
            "SINCE", "since",
            "SUBSCRIPTIONS", "subscriptions",
            "SERVICES", "services",
            "POSITION", "position",
            "BEHIND", "behind",
            "HELD", "held");

    private static final Map<String, String> SUBSCRIPTIONS = columns(
            "TOPIC", "topic",
            "FROM", "from",
            "QOS", "qos",
            "STATE", "state",
            "POSITION", "position",
            "BEHIND", "behind",
            "MESSAGES", "messages",
            "IN FLIGHT", "in_flight");

    private final Console console;

    TwinCommand(Console console) {
        this.console = console;
    }

    private static Map<String, String> columns(String... titlesAndKeys) {
        Map<String, String> columns = new LinkedHashMap<>();
        for (int i = 0; i < titlesAndKeys.length; i += 2) {
            columns.put(titlesAndKeys[i], titlesAndKeys[i + 1]);
        }
        return columns;
    }

    @Command(
            name = "list",
            mixinStandardHelpOptions = true,
            header = "List the components of which something is stored, by their names.",
            description = {
                "",
                "POSITION is the lowest sequence through which one of its subscriptions has had everything; BEHIND is how many "
                        + "entries the journal has after that, of all topics, for subscriptions that replay; HELD is how many "
                        + "ids of its QoS 2 messages wait for their last acknowledgement.",
                ""
            })
    int list(@Mixin TwinSource source, @Option(names = "--json", description = "One JSON object a line.") boolean json)
            throws IOException, InterruptedException {
        TextTable table = new TextTable(LIST, console);
        source.list(page -> {
            if (json) {
                page.forEach(console::json);
            } else {
                table.print(page.stream().map(TwinCommand::withState).toList());
            }
        });
        return 0;
    }

    private static Map<?, ?> withState(Map<?, ?> twin) {
        Map<Object, @Nullable Object> row = new LinkedHashMap<>(twin);
        row.put("state", Boolean.TRUE.equals(twin.get("connected")) ? "connected" : "away");
        return row;
    }

    @Command(
            name = "show",
            mixinStandardHelpOptions = true,
            header = "Show one component: its subscriptions, what waits for them, its services.",
            description = {
                "",
                "MESSAGES is how many messages a subscription has still to get, those in flight included; a + says that there "
                        + "are more, a - that they were not counted. Exit status 1 when there is no such component.",
                ""
            })
    int show(
            @Mixin TwinSource source,
            @Option(names = "--json", description = "One JSON object.") boolean json,
            @Parameters(paramLabel = "NAME", description = "The component's name.") Rid name)
            throws IOException, InterruptedException {
        Map<?, ?> twin = source.show(name.name());
        if (json) {
            console.json(twin);
        } else {
            print(twin);
        }
        return 0;
    }

    private void print(Map<?, ?> twin) {
        console.line("name           " + twin.get("name"));
        console.line("state          " + state(twin));
        console.line("journal        through " + twin.get("head"));
        console.line("held           " + twin.get("held"));
        List<String> services = new ArrayList<>();
        if (twin.get("exposed") instanceof List<?> exposed) {
            exposed.forEach(service -> services.add(String.valueOf(service)));
        }
        console.line(("services       " + twin.get("services") + "  " + String.join(" ", services)).stripTrailing());
        console.line("subscriptions  " + twin.get("subscriptions"));
        List<Map<?, ?>> subscriptions = Parts.maps(twin.get("subscribed"));
        if (!subscriptions.isEmpty()) {
            console.line("");
            new TextTable(SUBSCRIPTIONS, console)
                    .print(subscriptions.stream().map(TwinCommand::withMessages).toList());
        }
    }

    private static String state(Map<?, ?> twin) {
        String since = twin.get("since") == null ? "" : " since " + twin.get("since");
        if (!Boolean.TRUE.equals(twin.get("connected"))) {
            return "away" + since;
        }
        String reactive = Boolean.TRUE.equals(twin.get("reactive")) ? ", reactive" : ", not reactive";
        return "connected" + since + ", " + twin.get("peer") + reactive;
    }

    private static Map<?, ?> withMessages(Map<?, ?> subscription) {
        Map<Object, @Nullable Object> row = new LinkedHashMap<>(subscription);
        if (subscription.get("messages") != null && Boolean.TRUE.equals(subscription.get("more"))) {
            row.put("messages", subscription.get("messages") + "+");
        }
        if (subscription.get("from") instanceof Number seconds) {
            row.put("from", seconds + "s");
        }
        return row;
    }
}
