package org.rembus.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import org.rembus.client.Call;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Rembus;
import org.rembus.protocol.Rid;
import org.rembus.protocol.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rembus rpc}: calls a service and prints the result. */
@Command(
        name = "rpc",
        mixinStandardHelpOptions = true,
        header = "Call a service and print its result as JSON.",
        description = {
            "",
            "When the call fails, its text and status are on standard error and the exit status is 1. Statuses: 10 refused, "
                    + "40 the service failed, 41 wrong arguments, 42 no such service, 43 nobody serves it now, 44 only this "
                    + "component serves it, 45 no such target, 46 the target is not connected, 70 no answer in time.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus rpc version                         the broker's version",
            "  rembus rpc add 1 2                         two integers",
            "  rembus rpc find '{\"city\":\"Trento\"}' 'all'  a map and a text",
            "  rembus rpc uptime --target kitchen         that component's, whatever others expose",
            "  rembus rpc forecast --timeout 1m | jq .",
            "",
            JsonHelp.READ,
            JsonHelp.WRITTEN
        })
final class RpcCommand implements Callable<Integer> {
    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it, and the other fields below
    private CommandSpec spec;

    @Mixin
    private final Connecting connecting = new Connecting();

    @Option(
            names = "--target",
            paramLabel = "NAME",
            description = "Call this component only, whether or not it exposes the service.")
    private @Nullable Rid target;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "How long to wait for the answer: 500ms, 10s, 2m (default: REMBUS_TIMEOUT, else 10s).")
    private @Nullable Duration timeout;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "The service.")
    @SuppressWarnings("NullAway.Init")
    private Topic topic;

    @Parameters(index = "1..*", arity = "0..*", paramLabel = "ARG", description = "Its arguments: JSON, or text.")
    private List<String> words = List.of();

    RpcCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        Call service = Call.to(Arguments.exact(spec, topic));
        Call call = Arguments.fit(spec, () -> service.with(Arguments.values(spec, words)));
        if (target != null) {
            call = call.target(target.name());
        }
        ComponentOptions.Builder options = connecting.options();
        if (timeout != null) {
            options.requestTimeout(timeout);
        }
        try (Component component = Rembus.component(options.build())) {
            console.line(component.rpc(call)::writeJson);
        }
        return 0;
    }
}
