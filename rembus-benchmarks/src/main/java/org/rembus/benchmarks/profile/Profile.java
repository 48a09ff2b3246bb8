package org.rembus.benchmarks.profile;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rembus.benchmarks.plot.FlameGraph;

/** Runs a broker and a load on it, both with samples of processor time taken, and draws a flame graph of each. */
final class Profile {
    private static final String LISTENING = "listening ";

    private final String rembus;
    private final Path settings;
    private final Path folder;

    private Profile(String rembus, Path settings, Path folder) {
        this.rembus = rembus;
        this.settings = settings;
        this.folder = folder;
    }

    /** @param arguments the command {@code rembus}, what to record, where the pictures go, and the load's words */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path pictures = Path.of(arguments[2]);
        Profile profile =
                new Profile(arguments[0], Path.of(arguments[1]), Files.createTempDirectory(pictures, "profile"));
        profile.run(List.of(arguments).subList(3, arguments.length));
        profile.draw("broker", pictures);
        profile.draw("client", pictures);
    }

    private void run(List<String> load) throws IOException, InterruptedException {
        Process broker = start(
                "broker",
                ProcessBuilder.Redirect.PIPE,
                "broker",
                "--ws",
                "0",
                "--data",
                folder.resolve("data").toString());
        try (BufferedReader lines = broker.inputReader(StandardCharsets.UTF_8)) {
            String url = awaitLine(lines, LISTENING).substring(LISTENING.length());
            awaitLine(lines, "ready");
            List<String> words = new ArrayList<>(List.of("bench"));
            words.addAll(load);
            words.addAll(List.of("--url", url));
            if (start("client", ProcessBuilder.Redirect.INHERIT, words.toArray(String[]::new))
                            .waitFor()
                    != 0) {
                throw new IOException("the load failed: " + String.join(" ", load));
            }
        } finally {
            broker.destroy();
            broker.waitFor();
        }
    }

    private Process start(String name, ProcessBuilder.Redirect output, String... words) throws IOException {
        List<String> command = new ArrayList<>(List.of(rembus));
        command.addAll(List.of(words));
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectOutput(output)
                .redirectError(new File(folder.toFile(), name + ".log"));
        builder.environment()
                .put(
                        "REMBUS_JAVA_OPTS",
                        "-XX:StartFlightRecording=dumponexit=true,settings=" + settings + ",filename="
                                + recording(name));
        return builder.start();
    }

    private static String awaitLine(BufferedReader lines, String beginning) throws IOException {
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            if (line.startsWith(beginning)) {
                return line;
            }
        }
        throw new IOException("the broker ended without saying '" + beginning + "'");
    }

    private Path recording(String name) {
        return folder.resolve(name + ".jfr");
    }

    @SuppressWarnings("SystemOut") // a command's own output
    private void draw(String name, Path pictures) throws IOException {
        FlameGraph graph = new FlameGraph("Processor time of the " + name, Stacks.KINDS, Stacks.read(recording(name)));
        Path picture = pictures.resolve("profile-" + name + ".svg");
        Files.writeString(picture, graph.svg());
        System.out.println(picture);
    }
}
