package org.rembus.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.rembus.benchmarks.launched.LaunchedBroker;
import org.rembus.benchmarks.launched.Launcher;
import org.rembus.benchmarks.plot.FlameGraph;

/** Runs a broker and a load on it, both with samples of processor time taken, and draws a flame graph of each. */
final class Profile {
    private final Launcher rembus;
    private final Path settings;
    private final Path folder;

    private Profile(Launcher rembus, Path settings, Path folder) {
        this.rembus = rembus;
        this.settings = settings;
        this.folder = folder;
    }

    /** @param arguments the command {@code rembus}, what to record, where the pictures go, and the load's words */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        Path pictures = Path.of(arguments[2]);
        Profile profile = new Profile(
                new Launcher(List.of(arguments[0]), Map.of()),
                Path.of(arguments[1]),
                Files.createTempDirectory(pictures, "profile"));
        profile.run(List.of(arguments).subList(3, arguments.length));
        profile.draw("broker", pictures);
        profile.draw("client", pictures);
    }

    @SuppressWarnings("SystemOut") // the load's output is this command's own
    private void run(List<String> load) throws IOException, InterruptedException {
        String data = folder.resolve("data").toString();
        Path log = folder.resolve("client.log");
        try (LaunchedBroker broker =
                LaunchedBroker.start(recorded(""), folder.resolve("broker.log"), "--ws", "0", "--data", data)) {
            List<String> words = new ArrayList<>(List.of("bench"));
            words.addAll(load);
            words.addAll(List.of("--url", broker.url().toString()));
            Process client = recorded(",dumponexit=true,filename=" + recording("client"))
                    .start(ProcessBuilder.Redirect.to(log.toFile()), words.toArray(String[]::new));
            client.getInputStream().transferTo(System.out);
            if (client.waitFor() != 0) {
                throw new IOException(String.join(" ", words) + " failed: " + Files.readString(log));
            }
            broker.figures().dumpRecording(recording("broker"));
        }
    }

    /** @param end what becomes of the recording at the end; that of a broker, which is stopped, has to be asked for before */
    private Launcher recorded(String end) {
        return rembus.with("-XX:StartFlightRecording=settings=" + settings + end, Map.of());
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
