package org.rembus.cli.bench;

import java.util.concurrent.Callable;
import org.rembus.cli.print.Console;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** What the command of every load has. */
abstract class LoadCommand implements Callable<Integer> {
    final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it
    CommandSpec spec;

    @Mixin
    final BenchOptions options = new BenchOptions();

    LoadCommand(Console console) {
        this.console = console;
    }
}
