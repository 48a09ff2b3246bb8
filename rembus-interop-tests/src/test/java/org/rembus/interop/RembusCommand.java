package org.rembus.interop;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The command {@code rembus} in a process of its own.
 *
 * @param wrapper the program, with its arguments, that becomes the command: none to run it as it is
 * @param options of the virtual machine, beside those that all get
 * @param environment what it is told in addition
 * @param home an existing folder, the command's {@code REMBUS_DIR}
 */
record RembusCommand(List<String> wrapper, List<String> options, Map<String, String> environment, Path home) {
    private static final Duration LIMIT = Duration.ofSeconds(60);

    /** For a process that is to be ready soon, and has little to do then; with -Pfull it is as it is at a user's. */
    static final List<String> BRIEF =
            Boolean.getBoolean("rembus.full") ? List.of() : List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC");

    static RembusCommand in(Path home) {
        return new RembusCommand(List.of(), BRIEF, Map.of(), home);
    }

    /** What has become of it. */
    record Outcome(int status, List<String> out, List<String> err) {}

    ProcessBuilder builder(String... arguments) {
        List<String> command = new ArrayList<>(wrapper);
        command.addAll(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "-Xmx256m",
                // its own, not that of the tests, which stands before it on the class path
                "-Dlogback.configurationFile="));
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), "org.rembus.cli.Main"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("REMBUS_DIR", home.toString());
        builder.environment().putAll(environment);
        return builder;
    }

    /** Runs it to its end. */
    Outcome run(String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(home, "command", ".out");
        Path err = Files.createTempFile(home, "command", ".err");
        Process process = builder(arguments)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            process.getOutputStream().close();
            if (!process.waitFor(LIMIT.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new AssertionError(List.of(arguments) + " has not ended within " + LIMIT + ": "
                        + Files.readString(out) + Files.readString(err));
            }
        } finally {
            process.destroyForcibly();
        }
        return new Outcome(process.exitValue(), Files.readAllLines(out), Files.readAllLines(err));
    }
}
