package org.rembus.interop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.protocol.QoS;

/**
 * A process of its own that publishes 1, 2, 3… through an outbox in a file, and says each number once the outbox has it.
 * It stops when it is killed.
 */
final class PublishingChild implements AutoCloseable {
    private final Process process;
    private final BufferedReader output;
    private long lastNumber;

    private PublishingChild(Process process) {
        this.process = process;
        this.output = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8));
    }

    /** @param arguments address, outbox, topic */
    public static void main(String[] arguments) {
        ComponentOptions options = ComponentOptions.builder()
                .address(arguments[0])
                .outbox(Path.of(arguments[1]))
                .firstConnect(ComponentOptions.FirstConnect.KEEP_TRYING)
                .build();
        Publish publish = Publish.to(arguments[2]).qos(QoS.EXACTLY_ONCE).confirmedBy(Publish.Confirmation.OUTBOX);
        try (Component component = Rembus.component(options)) {
            for (long number = 1; ; number++) {
                component.publish(publish.with(number));
                System.out.println(number);
            }
        }
    }

    /** Starts it; its log goes where the test's goes. */
    static PublishingChild start(String address, Path outbox, String topic) throws IOException {
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        List<String> command = new ArrayList<>(List.of(java, "-Xmx128m", "--enable-native-access=ALL-UNNAMED"));
        command.addAll(RembusCommand.BRIEF);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), PublishingChild.class.getName()));
        command.addAll(List.of(address, outbox.toString(), topic));
        return new PublishingChild(new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start());
    }

    /** Waits until it has published so many, kills it, and gives the last number that it has said. */
    long killAfter(long number) throws IOException, InterruptedException {
        while (lastNumber < number) {
            readNumber();
        }
        process.toHandle().destroyForcibly(); // the process itself would close its output as well
        process.waitFor();
        // What it said just before its end. A line cut off in the middle was not said.
        StringBuilder rest = new StringBuilder();
        for (int next = output.read(); next >= 0; next = output.read()) {
            rest.append((char) next);
        }
        int end = rest.lastIndexOf("\n");
        if (end >= 0) {
            lastNumber = Long.parseLong(rest.substring(0, end).lines().toList().getLast());
        }
        return lastNumber;
    }

    private void readNumber() throws IOException {
        String line = output.readLine();
        if (line == null) {
            throw new AssertionError("the child has ended after " + lastNumber);
        }
        lastNumber = Long.parseLong(line);
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
