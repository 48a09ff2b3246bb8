package org.rembus.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.rembus.broker.BrokerStartException;
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
        if (wrong instanceof UnmatchedArgumentException unknown
                && !unknown.getSuggestions().isEmpty()) {
            console.say("did you mean " + String.join(" or ", unknown.getSuggestions()) + "?");
        }
        console.say("see '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'");
        return ExitCode.USAGE;
    }

    @Override
    public int handleExecutionException(Exception failure, CommandLine command, ParseResult parsed) {
        switch (failure) {
            case OutputClosedException nobodyReads -> {
                return ExitCode.OK;
            }
            case RembusException refused -> console.say(sentence(refused));
            case FailedException said -> console.say(said.getMessage());
            case BrokerStartException said -> console.say(said.getMessage());
            case UncheckedIOException said -> console.say(said.getMessage());
            case IOException said -> console.say(said.getMessage());
            case InterruptedException stopped -> console.say("interrupted");
            case IllegalArgumentException said -> console.say(said.getMessage());
            default -> LOG.error("{} failed, and should not have", command.getCommandName(), failure);
        }
        return ExitCode.SOFTWARE;
    }

    /** The error's text and, when there is one, its status. */
    static String sentence(RembusException failure) {
        int status = failure instanceof RequestTimeoutException ? TIMEOUT : 0;
        status = failure.status().map(Status::code).orElse(status);
        return failure.getMessage() + (status == 0 ? "" : " (status " + status + ")");
    }
}
