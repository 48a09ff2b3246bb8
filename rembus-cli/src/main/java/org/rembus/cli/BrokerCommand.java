package org.rembus.cli;

import java.net.URI;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.BrokerStartException;
import org.rembus.broker.routing.Policy;
import org.rembus.broker.settings.Settings;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rembus broker}: runs a broker until SIGTERM or SIGINT. */
@Command(name = "broker", description = "Run a broker.", mixinStandardHelpOptions = true)
final class BrokerCommand implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(names = "--name", paramLabel = "N", description = "The broker's name (default: ${DEFAULT-VALUE}).")
    private String name = "broker";

    @Option(
            names = "--host",
            paramLabel = "H",
            description = "The address to listen on; 0.0.0.0 for all (default: ${DEFAULT-VALUE}, this machine only).")
    private String host = "127.0.0.1";

    @Option(
            names = "--ws",
            paramLabel = "PORT",
            description = "A port for WebSocket connections; may be repeated; 0 is any free one (default: 8000).")
    private List<Integer> webSocketPorts = List.of();

    @Option(
            names = "--policy",
            paramLabel = "P",
            description = "Who serves a request that several could: first_up, round_robin or less_busy.")
    private @Nullable Policy policy;

    @Override
    public Integer call() {
        Console console = Console.of(spec);
        try {
            Broker broker = Broker.start(options());
            closeOnSignal(broker);
            for (URI address : broker.addresses()) {
                console.line("listening " + address);
            }
            console.line("ready");
            broker.awaitClosed();
            return 0;
        } catch (BrokerStartException | IllegalArgumentException e) {
            console.error(String.valueOf(e.getMessage()));
            return 1;
        }
    }

    private BrokerOptions options() {
        BrokerOptions.Builder builder = BrokerOptions.builder().name(name).host(host);
        webSocketPorts.forEach(builder::webSocket);
        if (policy != null) {
            builder.set(Settings.POLICY, policy);
        }
        return builder.build();
    }

    /** A signal closes the broker and ends the process with status 0, which the JVM would not do by itself. */
    private static void closeOnSignal(Broker broker) {
        Thread closing = new Thread(
                () -> {
                    broker.close();
                    Runtime.getRuntime().halt(0);
                },
                "rembus-shutdown");
        Runtime.getRuntime().addShutdownHook(closing);
    }
}
