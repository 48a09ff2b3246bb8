package org.rembus.interop;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * Mounts that only those see who are in here: a small disk, or a folder that cannot be written to, as root or, where the
 * machine lets users do that, as anybody. Closing it ends them.
 */
final class MountNamespace implements AutoCloseable {
    private static final Duration LIMIT = Duration.ofSeconds(10);

    private final LoggedProcess holder;
    private final List<String> entry;

    private MountNamespace(LoggedProcess holder, List<String> entry) {
        this.holder = holder;
        this.entry = entry;
    }

    /**
     * @param mounts a line for the shell
     * @param logs an existing folder
     */
    static MountNamespace open(String mounts, Path logs) throws IOException {
        List<String> complaints = new ArrayList<>();
        for (Kind kind : Kind.ALL) {
            Path log = Files.createTempFile(logs, "mounts", ".log");
            List<String> command = Stream.concat(
                            kind.unshare.stream(), Stream.of("sh", "-c", mounts + " && echo mounted && exec cat"))
                    .toList();
            try {
                LoggedProcess holder = LoggedProcess.start("mounts", new ProcessBuilder(command), log);
                MountNamespace opened =
                        new MountNamespace(holder, kind.enter(holder.process().pid()));
                if (opened.isMounted(log)) {
                    return opened;
                }
            } catch (UncheckedIOException e) {
                complaints.add(String.valueOf(e.getMessage()));
            }
            complaints.add(Files.readString(log).strip());
        }
        String reason = "this machine lets nobody mount a file system for a test: " + complaints;
        System.err.println("SKIPPED " + reason);
        return Assumptions.abort(reason);
    }

    /**
     * A way in.
     *
     * @param unshare makes the namespace
     * @param enter how others come into it
     */
    private record Kind(List<String> unshare, List<String> enter) {
        static final List<Kind> ALL = List.of(
                new Kind(List.of("unshare", "--mount"), List.of("--mount")),
                new Kind(
                        List.of("unshare", "--mount", "--map-root-user"),
                        List.of("--mount", "--user", "--preserve-credentials")));

        List<String> enter(long pid) {
            return Stream.concat(Stream.of("nsenter", "--target", Long.toString(pid)), enter.stream())
                    .toList();
        }
    }

    private boolean isMounted(Path log) {
        await("mounted, or refused")
                .atMost(LIMIT)
                .until(() -> Files.readString(log).contains("mounted")
                        || !holder.process().isAlive());
        return holder.process().isAlive();
    }

    /** What makes a command run in here. */
    List<String> entry() {
        return entry;
    }

    /** By what name those outside see what is there in here. */
    Path seenFromOutside(Path path) {
        Path root = Path.of("/proc", Long.toString(holder.process().pid()), "root");
        return root.resolve(Path.of("/").relativize(path.toAbsolutePath()));
    }

    @Override
    public void close() {
        holder.close();
    }
}
