package org.rembus.cli;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Semaphore;
import org.jspecify.annotations.Nullable;
import org.rembus.cli.json.JsonIn;
import org.rembus.cli.json.NotJsonException;
import org.rembus.cli.print.Console;
import org.rembus.cli.print.FailedException;
import org.rembus.cli.words.Arguments;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Rembus;
import org.rembus.client.Request;
import org.rembus.client.Service;
import org.rembus.protocol.Topic;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code rembus serve}: exposes a program as a service, with a process for each request. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        header = "Expose a program as a service.",
        customSynopsis = "rembus serve [OPTIONS] TOPIC -- COMMAND [WORD...]",
        description = {
            "",
            "Each request starts COMMAND. On standard input it gets the arguments as one line of JSON: an array, or an object "
                    + "when the caller named them. What it prints is the result, one JSON value; nothing at all is null. When it "
                    + "exits with another status than 0, the caller gets status 40 with what COMMAND wrote to standard error.",
            "",
            "Requests beyond --parallel wait; when 256 do, further ones are answered 'busy' (status 10). SIGTERM or SIGINT stops "
                    + "it: requests under way get their answers, within 5 s, and the exit status is 0.",
            ""
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  rembus serve upper -- jq -c '.[0] | ascii_upcase'",
            "  rembus serve load --text -- cat /proc/loadavg",
            "  rembus serve add -- python3 -c 'import json; x, y = json.loads(input()); print(x + y)'",
            "",
            "and then, elsewhere:",
            "  rembus rpc upper tea",
            "",
            JsonHelp.WRITTEN
        })
final class ServeCommand implements Callable<Integer> {
    private static final int MAX_WAITING = 256;

    private final Console console;

    @Spec
    @SuppressWarnings("NullAway.Init") // picocli sets it, and the topic
    private CommandSpec spec;

    @Mixin
    private final Connecting connecting = new Connecting();

    @Option(
            names = "--parallel",
            paramLabel = "N",
            description = "How many processes may run at the same time (default: ${DEFAULT-VALUE}).")
    private int parallel = 8;

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            description = "A process that runs longer is killed, and its caller gets status 40 (default: 30s).")
    private Duration timeout = Duration.ofSeconds(30);

    @Option(names = "--text", description = "The result is the text that COMMAND prints, without the last line's end.")
    private boolean isText;

    @Parameters(index = "0", paramLabel = "TOPIC", description = "The service's topic.")
    @SuppressWarnings("NullAway.Init")
    private Topic topic;

    @Parameters(
            index = "1..*",
            arity = "1..*",
            paramLabel = "COMMAND",
            description = "The program and its words, behind --.")
    private List<String> command = List.of();

    ServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (parallel < 1) {
            throw Arguments.wrong(spec, "--parallel is a number from 1 on");
        }
        String name = Arguments.exact(spec, topic);
        if (!Program.exists(command.get(0))) {
            throw new FailedException(command.get(0) + " is no program that can be run");
        }
        Program program = new Program(command, timeout, console);
        ComponentOptions options =
                connecting.options().listener(new SpokenEvents(console)).build();
        Semaphore slots = new Semaphore(parallel, true);
        try (Component component = Rembus.component(options);
                OnShutdown closing = OnShutdown.succeed(() -> stop(component, program))) {
            component.expose(
                    Service.of(name).maxConcurrent(parallel + MAX_WAITING), request -> answer(request, program, slots));
            console.say("serving " + name);
            component.forever();
        }
        return 0;
    }

    private static void stop(Component component, Program program) {
        component.close();
        program.kill();
    }

    private @Nullable Object answer(Request request, Program program, Semaphore slots) throws Exception {
        slots.acquire();
        try {
            return result(program.run(request::writeJson));
        } finally {
            slots.release();
        }
    }

    private @Nullable Object result(byte[] output) throws ProgramFailedException {
        if (isText) {
            return Program.text(output);
        }
        try {
            return output.length == 0 ? null : JsonIn.read(output);
        } catch (NotJsonException wrong) {
            throw new ProgramFailedException(
                    "what " + command.get(0) + " printed is not JSON (is --text meant?): " + wrong.getMessage());
        }
    }
}
