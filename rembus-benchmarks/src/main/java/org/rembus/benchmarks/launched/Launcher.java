package org.rembus.benchmarks.launched;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * What runs the command {@code rembus}.
 *
 * @param command the words before those of the user
 * @param environment what is added to that of this process
 */
public record Launcher(List<String> command, Map<String, String> environment) {
    public Launcher {
        command = List.copyOf(command);
        environment = Map.copyOf(environment);
    }

    /** The launcher that the system property {@code rembus.launcher} names; builds it on its first use. */
    public static Launcher ofUsers() throws IOException, InterruptedException {
        Launcher launcher = new Launcher(List.of(System.getProperty("rembus.launcher")), Map.of());
        int status =
                launcher.start(ProcessBuilder.Redirect.INHERIT, "--version").waitFor();
        if (status != 0) {
            throw new IOException("no rembus: status " + status);
        }
        return launcher;
    }

    /**
     * The same with more for the process.
     *
     * @param javaOptions are added where the launcher reads them
     */
    public Launcher with(String javaOptions, Map<String, String> more) {
        Map<String, String> all = new HashMap<>(environment);
        all.putAll(more);
        all.put("REMBUS_JAVA_OPTS", javaOptions);
        return new Launcher(command, all);
    }

    /** Starts a command. */
    public Process start(ProcessBuilder.Redirect errors, String... arguments) throws IOException {
        List<String> words = new ArrayList<>(command);
        words.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(words).redirectError(errors);
        builder.environment().putAll(environment);
        return builder.start();
    }
}
