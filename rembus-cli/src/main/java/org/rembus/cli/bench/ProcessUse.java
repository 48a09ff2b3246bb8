package org.rembus.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a process of this machine takes, as Linux tells it. */
public final class ProcessUse {
    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);

    private final ProcessHandle process;
    private final Path status;

    private ProcessUse(ProcessHandle process, Path status) {
        this.process = process;
        this.status = status;
    }

    /** @throws IllegalArgumentException if there is no such process, or this is not Linux */
    public static ProcessUse of(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        return ProcessHandle.of(pid)
                .filter(process -> Files.isReadable(status))
                .map(process -> new ProcessUse(process, status))
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no " + status + ": no such process, or not on Linux"));
    }

    /**
     * What is in physical memory now.
     *
     * @throws UncheckedIOException if the process has ended
     */
    public long residentBytes() {
        try {
            Matcher line = RESIDENT.matcher(Files.readString(status));
            if (!line.find()) {
                throw new IOException("the process has ended");
            }
            return Long.parseLong(line.group(1)) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the memory of process " + process.pid(), e);
        }
    }

    /**
     * The time of processors that it has taken since it began, in all its threads.
     *
     * @throws IllegalStateException if the process has ended
     */
    public Duration cpu() {
        return process.info()
                .totalCpuDuration()
                .orElseThrow(() -> new IllegalStateException("process " + process.pid() + " has ended"));
    }
}
