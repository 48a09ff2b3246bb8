package org.rembus.cli;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import org.rembus.broker.admin.AdminCommand.ShowTraffic;
import org.rembus.cli.print.Console;
import org.rembus.cli.top.Screen;
import org.rembus.cli.words.BrokerUrl;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code rembus top}: shows who is slow, who is loud and which topics are hot. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        header = "Show who is slow, who is loud and which topics are hot.",
        description = {
            "",
            "A running broker is asked at --url, on its own machine, every --interval until it is interrupted. It measures while it "
                    + "is asked, in windows of a second; so the first figures take that long.",
            "",
            "WAITING is what a connection has been given and its peer has not taken, HELD what waits behind that and may still be "
                    + "dropped or replaced, UNACKED how many messages it has not acknowledged, BEHIND how many entries of the "
                    + "journal it has still to look at. A component is slow when something of it waits or is dropped, and loud "
                    + "when it sends a fifth of all that comes.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus top",
            "  rembus top --sort drops --limit 5",
            "  rembus top --json | jq -c '.topics[0]'",
            "  rembus top --once --json | jq '.components[] | select(.slow).name'"
        })
final class TopCommand implements Callable<Integer> {
    private static final int USUAL_ROWS = 20;

    /** A little more than the broker's window. */
    private static final Duration FIRST = Duration.ofMillis(1_100);

    private static final Duration SHORTEST = Duration.ofMillis(100);

    private static final String HOME = "\u001b[H";
    private static final String END_OF_LINE = "\u001b[K";
    private static final String END_OF_SCREEN = "\u001b[J";

    private final Console console;

    @Mixin
    private final BrokerUrl broker = new BrokerUrl();

    @Option(names = "--once", description = "Show the first second and end.")
    private boolean once;

    @Option(names = "--json", description = "One JSON object a line, each time with everything.")
    private boolean json;

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            description = "How often, such as 500ms, and no more often than each 100ms (default: 2s).")
    private Duration interval = Duration.ofSeconds(2);

    @Option(
            names = "--sort",
            paramLabel = "KEY",
            description = {
                "Which components come first: trouble (the slow ones, then as messages), messages, in, out, bytes, waiting, "
                        + "drops, unacknowledged, behind (default: trouble)."
            })
    private ShowTraffic.Sort sort = ShowTraffic.Sort.TROUBLE;

    @Option(
            names = "--limit",
            paramLabel = "N",
            description = "How many components, and topics, at most 500 (default: ${DEFAULT-VALUE}).")
    private int limit = USUAL_ROWS;

    TopCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (BrokerLink link = BrokerLink.open(broker.options().build())) {
            ask(link);
            pause(FIRST);
            show(ask(link));
            while (!once) {
                pause(interval.compareTo(SHORTEST) < 0 ? SHORTEST : interval);
                show(ask(link));
            }
        }
        return 0;
    }

    private static void pause(Duration duration) throws InterruptedException {
        TimeUnit.NANOSECONDS.sleep(duration.toNanos());
    }

    private Map<?, ?> ask(BrokerLink link) throws InterruptedException {
        Map<String, Object> keys =
                Map.of("sort", sort.name().toLowerCase(Locale.ROOT), "limit", (long) Math.max(1, limit));
        return link.map(link.ask("traffic", ShowTraffic.NAME, keys));
    }

    private void show(Map<?, ?> answer) {
        if (json) {
            console.json(answer);
            return;
        }
        boolean redraws = Boolean.getBoolean("rembus.screen") && !once;
        Screen.Colours colours = redraws ? Screen.Colours.YES : Screen.Colours.NO;
        List<String> lines = new Screen(answer, colours).lines();
        if (redraws) {
            console.raw(HOME + String.join(END_OF_LINE + "\n", lines) + END_OF_LINE + END_OF_SCREEN);
        } else {
            lines.forEach(console::line);
            if (!once) {
                console.line("");
            }
        }
    }
}
