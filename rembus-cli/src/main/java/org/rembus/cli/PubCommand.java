package org.rembus.cli;

import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.protocol.QoS;
import org.rembus.protocol.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rembus pub}: publishes one message, or one for each line of standard input. */
@Command(
        name = "pub",
        mixinStandardHelpOptions = true,
        header = "Publish to a topic.",
        description = {
            "",
            "With QoS 1 or 2 it ends when the broker has acknowledged everything, or fails; with QoS 0 the message is sent, and "
                    + "nobody tells whether it arrived.",
            "",
            "With a hyphen for ARG each line of standard input is a message: an array is the arguments, any other JSON value the "
                    + "one argument. A line that is no JSON ends it with exit status 1, and says which line and how many messages "
                    + "were published before; empty lines are skipped.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus pub sensor/kitchen/temperature 21.6",
            "  rembus pub alarm fire 3 --qos 1            a text and an integer, acknowledged",
            "  rembus pub order '{\"item\":\"tea\",\"n\":2}'   a map",
            "  jq -c '.readings[]' day.json | rembus pub sensor/kitchen/temperature - --qos 1",
            "  tail -f app.log | jq -R --unbuffered . | rembus pub log -     lines of text",
            "",
            JsonHelp.READ
        })
final class PubCommand implements Callable<Integer> {
    private static final String STANDARD_INPUT = "-";

    private static final long MAX_SLOT = 0xFFFF_FFFFL;

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it, and the topic
    private CommandSpec spec;

    @Mixin
    private final Connecting connecting = new Connecting();

    @Option(
            names = "--qos",
            paramLabel = "0|1|2",
            description = "At most once, at least once or exactly once (default: 0).")
    private QoS qos = QoS.AT_MOST_ONCE;

    @Option(
            names = "--slot",
            paramLabel = "N",
            description = "The application's time slot, 0 to 4294967295 (default: none).")
    private @Nullable Long slot;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "Where to publish.")
    @SuppressWarnings("NullAway.Init")
    private Topic topic;

    @Parameters(
            index = "1..*",
            arity = "0..*",
            paramLabel = "ARG",
            description = "The arguments: JSON, or text; a lone hyphen for standard input.")
    private List<String> words = List.of();

    PubCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Publish message = message();
        boolean byLine = words.equals(List.of(STANDARD_INPUT));
        if (!byLine && words.contains(STANDARD_INPUT)) {
            throw Arguments.wrong(spec, "a hyphen stands for standard input, and no ARG can be beside it");
        }
        if (byLine) {
            publishLines(message);
        } else {
            publishOne(Arguments.fit(spec, () -> message.with(Arguments.values(spec, words))));
        }
        return 0;
    }

    private void publishOne(Publish message) {
        try (Component component = Rembus.component(connecting.options().build())) {
            component.publish(message);
        }
    }

    private void publishLines(Publish message) throws IOException, InterruptedException {
        ComponentOptions options =
                connecting.options().listener(new SpokenEvents(console)).build();
        try (Component component = Rembus.component(options)) {
            new LinePublisher(component, message).publishAll(new Lines(console.in()));
        }
    }

    private Publish message() {
        Publish message = Publish.to(Arguments.exact(spec, topic)).qos(qos);
        Long given = slot;
        if (given == null) {
            return message;
        }
        if (given < 0 || given > MAX_SLOT) {
            throw Arguments.wrong(spec, "--slot " + given + ": a number from 0 to " + MAX_SLOT + " is expected");
        }
        return message.slot(given);
    }
}
