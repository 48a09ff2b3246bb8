package org.rembus.cli;

import ch.qos.logback.classic.LoggerContext;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.Broker;
import org.rembus.broker.BrokerOptions;
import org.rembus.broker.BrokerStartException;
import org.rembus.broker.routing.options.Policy;
import org.rembus.broker.settings.Settings;
import org.rembus.cli.logging.LogFormat;
import org.rembus.cli.print.Console;
import org.rembus.cli.words.Arguments;
import org.rembus.cli.words.Operands.Port;
import org.rembus.protocol.Rid;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code rembus broker}: runs a broker until SIGTERM or SIGINT. */
@Command(
        name = "broker",
        mixinStandardHelpOptions = true,
        header = "Run a broker.",
        description = {
            "",
            "Prints 'listening URL' for each port, then 'ready', on standard output; logs go to standard error. "
                    + "SIGTERM or SIGINT stops it: it accepts nothing new, answers what is under way, and exits with status 0. "
                    + "A second one does not wait for answers: status 1 says that some are missing. "
                    + "When it cannot start, for a port that is taken, a data folder that is in use or damaged, or a setting that is impossible, one sentence on standard "
                    + "error says why, and the exit status is 1.",
            "",
            "What has no option is set by settings.json in the broker's folder, $REMBUS_DIR/<name>, or by the environment: "
                    + "REMBUS_TIMEOUT, REMBUS_ACK_TIMEOUT and others. REMBUS_LOG is the level of the log: debug, info, warn or error.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus broker                              on ws://127.0.0.1:8000, for this machine",
            "  rembus broker --ws 8000 --ws 8338          on two ports",
            "  rembus broker --ws 8000 --tcp 8001 --zmq 8002",
            "                                             for all kinds of connections",
            "  rembus broker --wss 8443 --tls 8444        in TLS",
            "  rembus broker --host 0.0.0.0 --name hub    for the whole network",
            "  rembus broker --ws 0                       on any free port; 'listening' says which"
        })
final class BrokerCommand implements Callable<Integer> {
    private static final Logger LOG = LoggerFactory.getLogger(BrokerCommand.class);

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    private CommandSpec spec;

    @Option(
            names = "--name",
            paramLabel = "NAME",
            description = "The broker's own name, and that of its folder (default: broker).")
    private Rid name = new Rid("broker");

    @Option(
            names = "--host",
            paramLabel = "HOST",
            description =
                    "The host name or address to listen on: 0.0.0.0 for all of this machine's (default: ${DEFAULT-VALUE}, "
                            + "which other hosts cannot reach).")
    private String host = "127.0.0.1";

    @Option(
            names = "--ws",
            paramLabel = "PORT",
            description = "A port for WebSocket connections; may be repeated; 0 is any free one "
                    + "(default: 8000, when no other port is given).")
    private List<Port> webSocketPorts = List.of();

    @Option(
            names = "--wss",
            paramLabel = "PORT",
            description =
                    "A port for WebSocket connections in TLS; may be repeated; 0 is any free one (default: none). "
                            + "The certificate and its key are rembus.crt and rembus.key in the folder $REMBUS_KEYSTORE "
                            + "(default: $REMBUS_DIR/keystore); new ones are used without a restart.")
    private List<Port> secureWebSocketPorts = List.of();

    @Option(
            names = "--tcp",
            paramLabel = "PORT",
            description = "A port for TCP connections; may be repeated; 0 is any free one (default: none).")
    private List<Port> tcpPorts = List.of();

    @Option(
            names = "--tls",
            paramLabel = "PORT",
            description =
                    "A port for TCP connections in TLS, as --wss; may be repeated; 0 is any free one (default: none).")
    private List<Port> tlsPorts = List.of();

    @Option(
            names = "--zmq",
            paramLabel = "PORT",
            description = "A port for ZeroMQ connections; may be repeated; 0 is any free one (default: none).")
    private List<Port> zmqPorts = List.of();

    @Option(
            names = "--http",
            paramLabel = "PORT",
            description = "A port for HTTP requests; may be repeated; 0 is any free one (default: none). "
                    + "Every port for WebSocket takes them, too.")
    private List<Port> httpPorts = List.of();

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description =
                    "Who serves a request that several could: first_up, round_robin or less_busy (default: first_up).")
    private @Nullable Policy policy;

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The folder for messages and twins (default: the broker's own, $REMBUS_DIR/<name>).")
    private @Nullable Path data;

    @Option(
            names = "--store",
            paramLabel = "WHAT",
            description = {
                "What is kept on disk: all messages; durable: those of QoS 1 and 2, and of QoS 0 what a durable subscription "
                        + "is for; or none: then an acknowledgement does not outlive the broker (default: all). "
                        + "Single topics can differ: 'topics' in settings.json."
            })
    private Settings.@Nullable Store store;

    @Option(
            names = "--log-format",
            paramLabel = "FORMAT",
            description = "How the log is written: text, or json, an object on each line (default: text).")
    private LogFormat logFormat = LogFormat.TEXT;

    BrokerCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() throws BrokerStartException {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext logs) {
            logFormat.use(logs);
        }
        BrokerOptions options = options();
        Broker broker = Broker.start(options);
        try (OnShutdown closing = OnShutdown.exit(() -> stop(broker))) {
            warnOfOpenDoors(options);
            for (URI address : broker.addresses()) {
                console.line("listening " + address);
            }
            console.line("ready");
            broker.awaitClosed();
        }
        return 0;
    }

    /** @return the exit status */
    private static int stop(Broker broker) {
        Signals.onEnd(broker::closeAtOnce);
        LOG.info("stopping: requests under way are answered first; a second signal does not wait for them");
        broker.close();
        return broker.hasAnsweredAll() ? 0 : 1;
    }

    private BrokerOptions options() {
        expectSome("--host", host);
        expectSome("--data", data);
        BrokerOptions.Builder builder =
                BrokerOptions.builder().name(name.name()).host(host);
        numbers("--ws", webSocketPorts).forEach(builder::webSocket);
        numbers("--wss", secureWebSocketPorts).forEach(builder::secureWebSocket);
        numbers("--tcp", tcpPorts).forEach(builder::tcp);
        numbers("--tls", tlsPorts).forEach(builder::tls);
        numbers("--zmq", zmqPorts).forEach(builder::zmq);
        numbers("--http", httpPorts).forEach(builder::http);
        if (policy != null) {
            builder.set(Settings.POLICY, policy);
        }
        if (data != null) {
            builder.data(data);
        }
        if (store != null) {
            builder.set(Settings.STORE, store);
        }
        return builder.build();
    }

    /** As a variable of a shell is that is not set. */
    private void expectSome(String option, @Nullable Object value) {
        if (value != null && value.toString().isBlank()) {
            throw Arguments.wrong(spec, option + " is empty");
        }
    }

    private List<Integer> numbers(String option, List<Port> ports) {
        Set<Port> seen = new HashSet<>();
        for (Port port : ports) {
            if (port.number() != 0 && !seen.add(port)) {
                throw Arguments.wrong(spec, option + " " + port.number() + " is given twice");
            }
        }
        return ports.stream().map(Port::number).toList();
    }

    private static void warnOfOpenDoors(BrokerOptions options) {
        Stream<List<InetSocketAddress>> plain =
                Stream.of(options.webSockets(), options.tcp(), options.zmq(), options.http());
        Stream<List<InetSocketAddress>> encrypted =
                options.settings().get(Settings.CLIENT_CA).isEmpty()
                        ? Stream.of(options.secureWebSockets(), options.tls())
                        : Stream.empty();
        boolean open = Stream.concat(plain, encrypted)
                .flatMap(List::stream)
                .map(InetSocketAddress::getAddress)
                .anyMatch(address -> !address.isLoopbackAddress());
        if (open) {
            LOG.warn(
                    "listening on {}: whoever can reach it from another host can connect, without proving a name",
                    options.host());
        }
    }
}
