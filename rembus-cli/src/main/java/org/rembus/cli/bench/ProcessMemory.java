package org.rembus.cli.bench;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The memory of a process of this machine, as Linux tells it. */
public final class ProcessMemory {
    private static final Pattern RESIDENT = Pattern.compile("^VmRSS:\\s+(\\d+) kB$", Pattern.MULTILINE);

    private final Path status;

    private ProcessMemory(Path status) {
        this.status = status;
    }

    /** @throws IllegalArgumentException if there is no such process, or this is not Linux */
    public static ProcessMemory of(long pid) {
        Path status = Path.of("/proc", Long.toString(pid), "status");
        if (!Files.isReadable(status)) {
            throw new IllegalArgumentException("there is no " + status + ": no such process, or not on Linux");
        }
        return new ProcessMemory(status);
    }

    /**
     * What is in physical memory now.
     *
     * @throws UncheckedIOException if the process has ended
     */
    long residentBytes() {
        try {
            Matcher line = RESIDENT.matcher(Files.readString(status));
            if (!line.find()) {
                throw new IOException("the broker has ended");
            }
            return Long.parseLong(line.group(1)) * 1024;
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read the broker's memory: " + e.getMessage(), e);
        }
    }
}
