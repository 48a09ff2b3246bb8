package org.rembus.benchmarks.bounded;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.rembus.benchmarks.Folders;

/** Runs one of the commands. */
final class Bounded {
    private static final Map<String, Command> COMMANDS = commands();

    private Bounded() {}

    /** Measures something, with a folder for its data that is deleted afterwards. */
    @FunctionalInterface
    interface Measurement {
        /** @return whether what was to hold did */
        boolean run(Wishes wishes, Path folder, Findings findings) throws IOException, InterruptedException;
    }

    /** @param usual the options, and what holds where they are not given */
    private record Command(Map<String, Long> usual, Measurement measurement) {}

    private static Map<String, Command> commands() {
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("startup", new Command(StartUp.USUAL, StartUp::measure));
        commands.put("soak", new Command(Soak.USUAL, Soak::measure));
        commands.put("reconnect", new Command(Reconnect.USUAL, Reconnect::measure));
        commands.put("subscriptions", new Command(Subscriptions.USUAL, Subscriptions::measure));
        commands.put("growth", new Command(Growth.USUAL, Growth::measure));
        commands.put("subscribers", new Command(Subscribers.USUAL, Subscribers::measure));
        return commands;
    }

    /** @param arguments a folder for what is written, the command, then what the user said */
    @SuppressWarnings("SystemOut") // a command's own output
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Command command = arguments.length < 2 ? null : COMMANDS.get(arguments[1]);
        if (command == null) {
            System.err.println("usage: bounded COMMAND [--option NUMBER]…   with one of " + COMMANDS.keySet());
            System.exit(2);
            return;
        }
        Wishes wishes;
        try {
            wishes = Wishes.of(command.usual(), List.of(arguments).subList(2, arguments.length));
        } catch (IllegalArgumentException wrong) {
            System.err.println(wrong.getMessage());
            System.exit(2);
            return;
        }
        System.exit(run(arguments[1], command, wishes, Path.of(arguments[0])) ? 0 : 1);
    }

    @SuppressWarnings("SystemOut") // a command's own output
    private static boolean run(String name, Command command, Wishes wishes, Path target)
            throws IOException, InterruptedException {
        Findings findings = new Findings(System.out, target, name);
        findings.figure("options", wishes.toString());
        Path folder = Files.createTempDirectory("rembus-bounded");
        try {
            boolean holds = command.measurement().run(wishes, folder, findings);
            findings.figure("holds", holds);
            findings.write();
            return holds;
        } finally {
            Folders.delete(folder);
        }
    }
}
