package org.rembus.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The command {@code rembus}. */
@Command(
        name = "rembus",
        mixinStandardHelpOptions = true,
        versionProvider = Version.class,
        subcommands = BrokerCommand.class)
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new Main()).execute(args));
    }
}
