package org.rembus.cli;

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
        } catch (FailedException e) {
            console.say(e.getMessage());
            System.exit(ExitCode.SOFTWARE);
        }
        System.exit(commandLine(console).execute(args));
    }

    static CommandLine commandLine(Console console) {
        CommandLine command = new CommandLine(new Main());
        command.addSubcommand(new BrokerCommand(console))
                .addSubcommand(new PubCommand(console))
                .addSubcommand(new SubCommand(console))
                .addSubcommand(new RpcCommand(console))
                .addSubcommand(new ServeCommand(console))
                .addSubcommand(bench(console))
                .addSubcommand(new TopCommand(console))
                .addSubcommand(new TwinCommand(console))
                .addSubcommand(new JournalCommand(console))
                .addSubcommand(new CertificateCommand(console));
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

    private static CommandLine bench(Console console) {
        return new CommandLine(new BenchCommand())
                .addSubcommand(new BenchPublishCommand(console))
                .addSubcommand(new BenchDurableCommand(console))
                .addSubcommand(new BenchReplayCommand(console))
                .addSubcommand(new BenchRpcCommand(console))
                .addSubcommand(new BenchConnectionsCommand(console));
    }

    private static void giveVersion(CommandLine command) {
        command.getCommandSpec().versionProvider(new Version());
        command.getSubcommands().values().forEach(Main::giveVersion);
    }
}
