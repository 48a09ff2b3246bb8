package org.rembus.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Set;
import org.rembus.broker.BrokerStartException;
import org.rembus.broker.journal.rocksdb.ViewException;
import org.rembus.cli.print.Console;
import org.rembus.cli.print.FailedException;
import org.rembus.cli.print.OutputClosedException;
import org.rembus.client.RembusException;
import org.rembus.client.RequestTimeoutException;
import org.rembus.protocol.Status;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.IExecutionExceptionHandler;
import picocli.CommandLine.IParameterExceptionHandler;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** Turns what went wrong into one sentence and an exit status: 2 for bad usage, 1 for everything else. */
final class Failures implements IParameterExceptionHandler, IExecutionExceptionHandler {
    private static final Logger LOG = LoggerFactory.getLogger(Failures.class);

    /** The status of a caller that waited too long (PROTOCOL.md section 4); it never travels. */
    private static final int TIMEOUT = 70;

    private final Console console;

    Failures(Console console) {
        this.console = console;
    }

    @Override
    public int handleParseException(ParameterException wrong, String[] arguments) {
        console.say(wrong.getMessage());
        if (wrong instanceof UnmatchedArgumentException unknown) {
            advise(unknown);
        }
        listCommands(wrong.getCommandLine());
        console.say("see '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    private void advise(UnmatchedArgumentException unknown) {
        boolean takesWords = !unknown.getCommandLine()
                .getCommandSpec()
                .positionalParameters()
                .isEmpty();
        String word = unknown.getUnmatched().get(0);
        if (!unknown.getSuggestions().isEmpty()) {
            console.say("did you mean " + String.join(" or ", unknown.getSuggestions()) + "?");
        } else if (takesWords && word.startsWith("-")) {
            console.say("if " + word + " is meant as an argument, put -- before it");
        }
    }

    private void listCommands(CommandLine command) {
        Set<String> names = command.getSubcommands().keySet();
        if (!names.isEmpty()) {
            String label = command.getCommandSpec().usageMessage().synopsisSubcommandLabel();
            console.say(label + " is one of " + String.join(", ", names));
        }
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        switch (failure) {
            case OutputClosedException nobodyReads -> {
                return ExitCode.OK;
            }
            case RembusException refused -> console.say(sentence(refused));
            case FailedException said -> console.say(said.getMessage());
            case ViewException said -> console.say(said.getMessage());
            case BrokerStartException said -> console.say(said.getMessage());
            case UncheckedIOException said -> console.say(said.getMessage());
            case IOException said -> console.say(said.getMessage());
            case InterruptedException stopped -> console.say("interrupted");
            case IllegalArgumentException said -> console.say(said.getMessage());
            default -> LOG.error("{} failed, and should not have", command.getCommandName(), failure);
        }
        return ExitCode.SOFTWARE;
    }

    /** What it is about, the error's text and, when there is one, its status. */
    static String sentence(RembusException failure) {
        int status = failure instanceof RequestTimeoutException ? TIMEOUT : 0;
        status = failure.status().map(Status::code).orElse(status);
        String text = String.valueOf(failure.getMessage());
        // A service's own words seldom name it.
        String prefix = failure.topic()
                .map(topic -> topic + ": ")
                .filter(about -> !text.startsWith(about))
                .orElse("");
        return prefix + text + (status == 0 ? "" : " (status " + status + ")");
    }
}
