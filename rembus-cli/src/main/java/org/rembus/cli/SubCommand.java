package org.rembus.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.From;
import org.rembus.client.MessageHandler;
import org.rembus.client.Rembus;
import org.rembus.client.Subscription;
import org.rembus.protocol.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rembus sub}: prints the messages of topics. */
@Command(
        name = "sub",
        mixinStandardHelpOptions = true,
        header = "Print the messages of topics, each as one line of JSON.",
        description = {
            "",
            "A line is {\"topic\":\"sensor/kitchen/temperature\",\"args\":[21.6]}, and has \"pattern\" when the subscription is "
                    + "to one, \"qos\" when that is 1 or 2, and \"slot\" when the message has one.",
            "",
            "In a TOPIC, * is any one level and ** any number of levels (quote them for the shell). Runs until it is stopped, or "
                    + "has printed --count messages. When the broker goes away it says so on standard error and connects again.",
            "",
            "With --name the broker remembers what was printed: a message counts as received when its line is written. Without, "
                    + "nothing is remembered.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus sub 'sensor/*/temperature'",
            "  rembus sub alarm --count 1                  wait for one message",
            "  rembus sub '**' --from 10m | jq -c '[.topic, .args[0]]'",
            "  rembus sub order --name printer --from last what came since the last time, then what comes",
            "",
            JsonHelp.WRITTEN
        })
final class SubCommand implements Callable<Integer> {
    /** Messages that came but are not to be printed never count as handled: closing would wait for them in vain. */
    private static final Duration LINGER = Duration.ofMillis(500);

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Mixin
    private final Connecting connecting = new Connecting();

    @Option(
            names = "--from",
            paramLabel = "now|last|TIME",
            description =
                    "Begin with what comes from now on, with what was not received yet, or with that of the last 90s, "
                            + "10m, 2h or 7d (default: now).")
    private From from = From.now();

    @Option(names = "--count", paramLabel = "N", description = "End, with exit status 0, after so many messages.")
    private @Nullable Long count;

    @Parameters(arity = "1..*", paramLabel = "TOPIC", description = "Topics or patterns.")
    private List<Topic> topics = List.of();

    SubCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws Exception {
        if (count != null && count < 1) {
            throw Arguments.wrong(spec, "--count is a number from 1 on");
        }
        ComponentOptions options = connecting
                .options()
                .listener(new SpokenEvents(console))
                .closeTimeout(LINGER)
                .build();
        MessagePrinter printer = new MessagePrinter(console, count == null ? Long.MAX_VALUE : count);
        try (Component component = Rembus.component(options);
                OnShutdown closing = OnShutdown.run(component::close)) {
            subscribe(component, printer);
            await(CompletableFuture.anyOf(printer.finished(), component.async().forever()));
        }
        return 0;
    }

    /** Becomes reactive last: what waits for several subscriptions then comes in order. */
    private void subscribe(Component component, MessagePrinter printer) {
        component.unreactive();
        for (Topic topic : topics) {
            component.subscribe(Subscription.to(topic.toString()).from(from), MessageHandler.async(printer::print));
        }
        component.reactive();
        console.say("subscribed to " + topics.stream().map(Topic::toString).collect(Collectors.joining(", ")));
    }

    private static void await(CompletableFuture<?> end) throws Exception {
        try {
            end.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
