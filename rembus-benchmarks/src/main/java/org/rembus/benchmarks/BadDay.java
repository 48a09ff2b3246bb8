package org.rembus.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.rembus.benchmarks.launched.LaunchedBroker;
import org.rembus.benchmarks.launched.Launcher;
import org.rembus.benchmarks.launched.ProcessFigures;
import org.rembus.client.Component;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.client.RembusException;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.cbor.MessageEncoder;
import org.rembus.protocol.framing.TcpHeader;

/**
 * A bad day: many subscribers of one publisher at a fixed rate, measured alone; then again beside very many idle connections,
 * one subscriber that reads nothing and a publisher that floods. All in one run, with the real {@code ./rembus}.
 *
 * <pre>./mvnw -q -pl rembus-benchmarks -am -Pbadday -DskipTests package -Dbadday="SUBSCRIBERS IDLE RATE SECONDS FLOOD"</pre>
 */
final class BadDay implements AutoCloseable {
    private static final long MIB = 1 << 20;
    private static final int FLOOD_BYTES = 1_000;
    private static final int RECEIVE_BUFFER_BYTES = 4_096;

    private final Path folder = Files.createTempDirectory("rembus-bad-day");
    private final List<Socket> idle = new ArrayList<>();
    private final AtomicBoolean flooding = new AtomicBoolean(true);
    private final AtomicLong flooded = new AtomicLong();
    private final Path log = folder.resolve("log");
    private final CountDownLatch ended = new CountDownLatch(1);
    private final Launcher launcher;
    private final LaunchedBroker broker;
    private final URI ws;
    private final URI tcp;

    private BadDay() throws IOException, InterruptedException {
        launcher = Launcher.ofUsers();
        broker = LaunchedBroker.start(
                launcher, log, "--ws", "0", "--tcp", "0", "--store", "durable", "--data", folder.toString());
        ws = broker.addresses().get(0);
        tcp = broker.addresses().get(1);
    }

    /** @param arguments how many subscribers, idle connections, messages a second, seconds of each measurement, messages a second of the flood */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        try (BadDay day = new BadDay()) {
            int subscribers = Integer.parseInt(arguments[0]);
            String[] load = {
                "bench",
                "publish",
                "--url",
                day.ws.toString(),
                "--json",
                "--size",
                "100",
                "--subscribers",
                String.valueOf(subscribers - 1),
                "--rate",
                arguments[2],
                "--warmup",
                "3s",
                "--duration",
                arguments[3] + "s"
            };
            say("$ rembus " + String.join(" ", load));
            say("alone:  " + day.run(load));
            day.sayMemory();
            day.begin(Integer.parseInt(arguments[1]), Long.parseLong(arguments[4]));
            long before = day.flooded.get();
            long startNs = System.nanoTime();
            say("beside: " + day.run(load));
            long perSecond = (day.flooded.get() - before) * TimeUnit.SECONDS.toNanos(1) / (System.nanoTime() - startNs);
            say("meanwhile the flood had " + perSecond + " messages of " + FLOOD_BYTES + " B a second");
            say(day.run("top", "--once", "--limit", "4", "--url", day.ws.toString()));
            day.sayMemory();
        }
    }

    private void begin(int count, long perSecond) throws IOException {
        for (int i = 0; i < count; i++) {
            idle.add(new Socket(tcp.getHost(), tcp.getPort()));
        }
        Thread.ofPlatform().daemon().start(this::neverRead);
        Thread.ofPlatform().daemon().start(() -> flood(perSecond));
    }

    /** Subscribes to all that there is, and takes none of it. */
    private void neverRead() {
        try (Socket socket = new Socket()) {
            socket.setReceiveBufferSize(RECEIVE_BUFFER_BYTES);
            socket.connect(new InetSocketAddress(tcp.getHost(), tcp.getPort()));
            send(socket, 1, "**", Map.of("cmd", "subscribe", "msg_from", 0));
            send(socket, 2, "__config__", Map.of("cmd", "reactive", "status", true));
            InputStream answers = socket.getInputStream();
            if (answers.read() < 0) {
                throw new IOException("no answer");
            }
            ended.await();
        } catch (IOException | InterruptedException e) {
            say("the subscriber that reads nothing has ended: " + e);
        }
    }

    private static void send(Socket socket, long id, String topic, Map<String, Object> command) throws IOException {
        byte[] message = MessageEncoder.encode(new Message.Admin(MessageId.of(id, 8), topic, Payload.of(command)));
        byte[] frame = new byte[TcpHeader.bytesFor(message.length) + message.length];
        System.arraycopy(message, 0, frame, TcpHeader.write(message.length, frame, 0), message.length);
        socket.getOutputStream().write(frame);
    }

    /** At a rate, so that it takes the broker's time and not just that of the machine. */
    private void flood(long perSecond) {
        Publish message = Publish.to("flood").with(new byte[FLOOD_BYTES]);
        try (Component publisher = Rembus.component(ws.toString())) {
            long startNs = System.nanoTime();
            while (flooding.get()) {
                long due = (System.nanoTime() - startNs) / TimeUnit.MILLISECONDS.toNanos(1) * perSecond / 1_000;
                for (long sent = flooded.get(); sent < due; sent++) {
                    publisher.publish(message);
                    flooded.incrementAndGet();
                }
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
            }
        } catch (RembusException e) {
            say("the flood has ended: " + e);
        }
    }

    private void sayMemory() throws IOException {
        ProcessFigures figures = broker.figures();
        say("memory of the broker: at most " + figures.highestResidentBytes() / MIB + " MiB now "
                + figures.residentBytes() / MIB + " MiB");
    }

    private String run(String... arguments) throws IOException, InterruptedException {
        Process process = launcher.start(ProcessBuilder.Redirect.appendTo(log.toFile()), arguments);
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            if (process.waitFor() != 0) {
                throw new IOException(String.join(" ", arguments) + " failed: " + Files.readString(log));
            }
            return said.stripTrailing();
        } finally {
            process.destroy();
        }
    }

    @Override
    public void close() throws IOException {
        flooding.set(false);
        for (Socket socket : idle) {
            socket.close();
        }
        ended.countDown();
        broker.close();
        Folders.delete(folder);
    }

    @SuppressWarnings("SystemOut") // a command
    private static void say(String line) {
        System.out.println(line);
    }
}
