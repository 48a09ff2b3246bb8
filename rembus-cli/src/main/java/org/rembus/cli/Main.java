package org.rembus.cli;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Supplier;
import org.rembus.cli.bench.BenchCommand;
import org.rembus.cli.logging.LogLevel;
import org.rembus.cli.print.Console;
import org.rembus.cli.words.Operands;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.HelpCommand;

/** The command {@code rembus}. */
@Command(
        name = "rembus",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        synopsisSubcommandLabel = "COMMAND",
        description = {
            "Lets programs talk to each other by name: publish and subscribe, call and serve.",
            "",
            "All commands but broker, journal, twin and certificate are components: they connect to the broker at --url, by default where "
                    + "REMBUS_BASE_URL says, else ws://127.0.0.1:8000."
        },
        commandListHeading = "%nCommands:%n",
        footerHeading = "%nA first try, each line in a terminal of its own:%n",
        footer = {
            "  rembus broker",
            "  rembus sub 'sensor/**'",
            "  rembus pub sensor/kitchen/temperature 21.6",
            "",
            "Exit status: 0 when done, 1 when it failed (the reason is on standard error), 2 when the command was misused. "
                    + "'rembus COMMAND --help' explains a command."
        },
        subcommands = HelpCommand.class)
public final class Main {
    private static final int HELP_WIDTH = 100;

    private Main() {}

    public static void main(String[] args) {
        Console console = Console.ofProcess();
        try {
            LogLevel.set(System.getenv("REMBUS_LOG"));
        } catch (IllegalArgumentException noLevel) {
            console.say(noLevel.getMessage());
            System.exit(ExitCode.SOFTWARE);
        }
        System.exit(run(console, args));
    }

    /** The exit status of a command line. */
    static int run(Console console, String... args) {
        return commandLine(console, args).execute(args);
    }

    /** Only the command that is named, if one is: to learn what all of them accept takes longer than most of them run. */
    private static CommandLine commandLine(Console console, String... args) {
        CommandLine command = new CommandLine(new Main());
        Map<String, Supplier<Object>> commands = commands(console);
        String named = args.length > 0 && commands.containsKey(args[0]) ? args[0] : null;
        commands.forEach((name, part) -> {
            if (named == null || named.equals(name)) {
                command.addSubcommand(name, part.get());
            }
        });
        // Whoever asks a command for its version gets that of all.
        command.getSubcommands().values().forEach(Main::giveVersion);
        Failures failures = new Failures(console);
        Operands.register(command);
        command.setOut(console.out())
                .setErr(console.err())
                .setUsageHelpWidth(HELP_WIDTH)
                // An argument @home is a text, and not the contents of a file.
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(failures)
                .setExecutionExceptionHandler(failures);
        return command;
    }

    private static Map<String, Supplier<Object>> commands(Console console) {
        Map<String, Supplier<Object>> commands = new LinkedHashMap<>();
        commands.put("broker", () -> new BrokerCommand(console));
        commands.put("pub", () -> new PubCommand(console));
        commands.put("sub", () -> new SubCommand(console));
        commands.put("rpc", () -> new RpcCommand(console));
        commands.put("serve", () -> new ServeCommand(console));
        commands.put("bench", () -> BenchCommand.withLoads(console));
        commands.put("top", () -> new TopCommand(console));
        commands.put("twin", () -> new TwinCommand(console));
        commands.put("journal", () -> new JournalCommand(console));
        commands.put("certificate", () -> new CertificateCommand(console));
        return commands;
    }

    private static void giveVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new Version());
        command.getSubcommands().values().forEach(Main::giveVersion);
    }
}
