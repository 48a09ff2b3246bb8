package org.rembus.benchmarks.profile;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordedFrame;
import jdk.jfr.consumer.RecordedMethod;
import jdk.jfr.consumer.RecordedThread;
import jdk.jfr.consumer.RecordingFile;
import org.jspecify.annotations.Nullable;
import org.rembus.benchmarks.plot.FlameGraph;

/** The samples of a recording, put together by what they have in common from the thread on. */
final class Stacks {
    /** What the colours tell apart. */
    static final List<String> KINDS = List.of("Rembus", "Netty", "Java", "others", "threads");

    private static final int OTHERS = 3;
    private static final int THREAD = 4;
    private static final List<List<String>> PACKAGES =
            List.of(List.of("org.rembus."), List.of("io.netty."), List.of("java.", "javax.", "jdk.", "sun."));
    private static final Pattern HIDDEN = Pattern.compile("\\.0x[0-9a-f]+$");
    private static final Pattern NUMBER = Pattern.compile("[-#]?\\d+");

    private final Node root = new Node("all", THREAD);

    private Stacks() {}

    private static final class Node {
        private final String name;
        private final int kind;
        private final Map<String, Node> called = new HashMap<>();
        private long samples;

        Node(String name, int kind) {
            this.name = name;
            this.kind = kind;
        }

        Node child(String childName, int childKind) {
            return called.computeIfAbsent(childName, any -> new Node(childName, childKind));
        }

        FlameGraph.Frame frame() {
            return new FlameGraph.Frame(
                    name,
                    kind,
                    samples,
                    called.values().stream()
                            .sorted(Comparator.comparing((Node node) -> node.name))
                            .map(Node::frame)
                            .toList());
        }
    }

    /** @param recording with samples of processor time */
    static FlameGraph.Frame read(Path recording) throws IOException {
        Stacks stacks = new Stacks();
        try (RecordingFile file = new RecordingFile(recording)) {
            while (file.hasMoreEvents()) {
                RecordedEvent event = file.readEvent();
                if (event.getEventType().getName().equals("jdk.CPUTimeSample")) {
                    stacks.add(event);
                }
            }
        }
        return stacks.root.frame();
    }

    private void add(RecordedEvent sample) {
        List<Node> path = new ArrayList<>(List.of(root, root.child(thread(sample.getThread("eventThread")), THREAD)));
        if (sample.getStackTrace() != null) {
            for (RecordedFrame frame : sample.getStackTrace().getFrames().reversed()) {
                RecordedMethod method = frame.getMethod();
                String type = method.getType().getName();
                path.add(path.getLast().child(simple(type) + "." + method.getName(), kind(type)));
            }
        }
        path.forEach(node -> node.samples++);
    }

    /** The name of a class without its package, and without the number that one of a lambda has. */
    private static String simple(String type) {
        String named = HIDDEN.matcher(type).replaceFirst("");
        return named.substring(named.lastIndexOf('.') + 1);
    }

    /** Threads of one kind are one, whatever their numbers. */
    private static String thread(@Nullable RecordedThread thread) {
        String name = thread == null ? null : thread.getJavaName();
        if (name == null && thread != null) {
            name = thread.getOSName();
        }
        return name == null || name.isEmpty()
                ? "virtual threads"
                : NUMBER.matcher(name).replaceAll("").strip();
    }

    private static int kind(String type) {
        for (int i = 0; i < PACKAGES.size(); i++) {
            if (PACKAGES.get(i).stream().anyMatch(type::startsWith)) {
                return i;
            }
        }
        return OTHERS;
    }
}
