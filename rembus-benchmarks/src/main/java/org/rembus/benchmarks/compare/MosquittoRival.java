package org.rembus.benchmarks.compare;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * {@code mosquitto}, an MQTT broker, if it is installed. There is no load generator with it: {@code mosquitto_pub} publishes lines of
 * text that it reads, {@code mosquitto_sub} counts. It tells no latency.
 */
final class MosquittoRival implements Rival {
    private static final Duration MOST = Duration.ofSeconds(60);
    private static final String TOPIC = "bench";
    private static final int SAMPLE = 100_000;
    private static final double NS_PER_SECOND = 1e9;

    private final Path folder;
    private final String version;
    private final List<String> command;
    private final String port;
    private final Path log;
    private final Child server;

    private MosquittoRival(String program, Path folder) throws IOException, InterruptedException {
        this.folder = folder;
        int free = Ports.free();
        this.port = String.valueOf(free);
        Path config = Files.writeString(folder.resolve("mosquitto.conf"), """
                listener %d 127.0.0.1
                allow_anonymous true
                max_queued_messages 0
                log_dest stderr
                log_type subscribe
                """.formatted(free));
        this.command = List.of(program, "-c", config.toString());
        this.version = versionOf(program, folder);
        this.log = folder.resolve("server.log");
        this.server = Child.start(command, Map.of(), log);
        Ports.awaitOpen(free, server);
    }

    /** Empty where it or its clients are not installed. */
    static Optional<Rival> open(Path folder) throws IOException, InterruptedException {
        Optional<String> program = installed("mosquitto");
        if (program.isEmpty()
                || installed("mosquitto_sub").isEmpty()
                || installed("mosquitto_pub").isEmpty()) {
            return Optional.empty();
        }
        return Optional.of(new MosquittoRival(program.get(), folder));
    }

    private static Optional<String> installed(String program) {
        return Stream.concat(Stream.of(System.getenv("PATH").split(":")), Stream.of("/usr/sbin", "/usr/local/sbin"))
                .map(folder -> Path.of(folder, program))
                .filter(Files::isExecutable)
                .map(Path::toString)
                .findFirst();
    }

    /** The first line of its help, with which it ends as if that were an error. */
    private static String versionOf(String program, Path folder) throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "help", ".out");
        try (Child help = Child.startInto(List.of(program, "-h"), Map.of(), output)) {
            help.awaitExit(MOST);
            return Files.readString(output).lines().findFirst().orElse(program);
        }
    }

    @Override
    public String name() {
        return "mosquitto";
    }

    @Override
    public String version() {
        return version;
    }

    @Override
    public String command() {
        return Report.shown(command, folder) + " (max_queued_messages 0)";
    }

    @Override
    public String gathers() {
        return "neither: each message is a write of its own";
    }

    @Override
    public List<Contestant> contestants() {
        return Workload.PUBLISHES.stream()
                .map(workload -> new Contestant(workload, name(), "TCP, QoS 0", "not stored", duration -> {
                    Figures sample = publish(workload, SAMPLE);
                    long each = Math.round(sample.perSecond() * duration.toSeconds() / workload.subscribers());
                    return publish(workload, Math.max(SAMPLE, each));
                }))
                .toList();
    }

    private Figures publish(Workload workload, long count) throws IOException, InterruptedException {
        List<Child> subscribers = new ArrayList<>();
        try {
            for (int i = 0; i < workload.subscribers(); i++) {
                subscribers.add(subscribe(count));
            }
            return publish(workload, count, subscribers);
        } finally {
            subscribers.forEach(Child::close);
        }
    }

    private Figures publish(Workload workload, long count, List<Child> subscribers)
            throws IOException, InterruptedException {
        List<String> words = List.of("mosquitto_pub", "-p", port, "-t", TOPIC, "-l");
        byte[] lines = ("x".repeat(workload.bytes()) + "\n").repeat(1000).getBytes(StandardCharsets.UTF_8);
        Meter meter = Meter.of(server);
        long startNs = System.nanoTime();
        try (Child publisher = Child.startInto(words, Map.of(), folder.resolve("publisher.out"))) {
            try (OutputStream input = publisher.input()) {
                for (long sent = 0; sent < count; sent += 1000) {
                    input.write(lines, 0, (int) Math.min(1000, count - sent) * (workload.bytes() + 1));
                }
            }
            publisher.awaitEnd(MOST);
        }
        for (Child subscriber : subscribers) {
            subscriber.awaitEnd(MOST);
        }
        double seconds = (System.nanoTime() - startNs) / NS_PER_SECOND;
        long deliveries = count * subscribers.size();
        return new Figures(deliveries / seconds, null, meter.cost(deliveries), String.join(" ", words));
    }

    /** One that has subscribed when this returns, and ends when it has got all. */
    private Child subscribe(long count) throws IOException, InterruptedException {
        long before = subscriptions();
        Child subscriber = Child.startInto(
                List.of("mosquitto_sub", "-p", port, "-t", TOPIC, "-C", String.valueOf(count), "-F", ""),
                Map.of(),
                Files.createTempFile(folder, "subscriber", ".out"));
        Ports.awaitTrue(subscriber, () -> subscriptions() > before, "that it has subscribed");
        return subscriber;
    }

    private long subscriptions() throws IOException {
        return Files.readString(log)
                .lines()
                .filter(line -> line.endsWith(" 0 " + TOPIC))
                .count();
    }

    @Override
    public void close() {
        server.close();
    }
}
