package org.rembus.cli;

import java.io.PrintWriter;
import picocli.CommandLine.Model.CommandSpec;

/** What commands print: results on standard output, everything else on standard error. */
final class Console {
    private final PrintWriter out;
    private final PrintWriter err;

    private Console(PrintWriter out, PrintWriter err) {
        this.out = out;
        this.err = err;
    }

    static Console of(CommandSpec spec) {
        return new Console(spec.commandLine().getOut(), spec.commandLine().getErr());
    }

    /** Prints a line of the result, at once. */
    void line(String text) {
        out.println(text);
        out.flush();
    }

    /** Says what went wrong. */
    void error(String sentence) {
        err.println("rembus: " + sentence);
        err.flush();
    }
}
