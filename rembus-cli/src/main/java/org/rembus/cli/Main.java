package org.rembus.cli;

import org.rembus.cli.bench.BenchCommand;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code rembus}. */
@Command(
        name = "rembus",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = {BrokerCommand.class, BenchCommand.class})
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
