package org.rembus.benchmarks.launched;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.rembus.cli.bench.ProcessUse;

/** What a process of a Java virtual machine on this machine takes. Each figure is read when it is asked for. */
public final class ProcessFigures {
    private static final int BYTES_PER_KIB = 1024;
    private static final String SOCKET = "socket:";
    private static final Pattern HEAP_USED = Pattern.compile("used (\\d+)K");
    private static final Pattern OTHER_COMMITTED = Pattern.compile("-\\s+Other \\(reserved=\\d+KB, committed=(\\d+)KB");

    private final long pid;
    private final ProcessUse use;
    private final Path proc;

    public ProcessFigures(ProcessHandle process) {
        this.pid = process.pid();
        this.use = ProcessUse.of(pid);
        this.proc = Path.of("/proc", Long.toString(pid));
    }

    /** In physical memory now. */
    public long residentBytes() {
        return use.residentBytes();
    }

    /** In physical memory at most, since it began. */
    public long highestResidentBytes() throws IOException {
        return status("VmHWM") * BYTES_PER_KIB;
    }

    public long threads() throws IOException {
        return status("Threads");
    }

    /** Files that are open, sockets not counted. */
    public long openFiles() throws IOException {
        return descriptors().filter(each -> !each.startsWith(SOCKET)).count();
    }

    /** Sockets that are open. */
    public long sockets() throws IOException {
        return descriptors().filter(each -> each.startsWith(SOCKET)).count();
    }

    private Stream<String> descriptors() throws IOException {
        try (Stream<Path> all = Files.list(proc.resolve("fd"))) {
            return all.map(ProcessFigures::target).toList().stream();
        }
    }

    /** One that has been closed meanwhile is as good as a file. */
    private static String target(Path descriptor) {
        try {
            return Files.readSymbolicLink(descriptor).toString();
        } catch (IOException closed) {
            return "closed";
        }
    }

    /** Of its virtual machine, as it was started with them; those that name a file are left out. */
    public List<String> options() {
        try {
            String words = Files.readString(proc.resolve("cmdline"));
            return Stream.of(words.split("\0"))
                    .filter(word -> word.startsWith("-X") && !word.contains("/") && !word.startsWith("-Xlog"))
                    .toList();
        } catch (IOException ended) {
            throw new UncheckedIOException(ended);
        }
    }

    /** The time of processors that it has taken since it began. */
    public Duration cpu() {
        return use.cpu();
    }

    private long status(String field) throws IOException {
        Pattern line = Pattern.compile("^" + field + ":\\s+(\\d+)", Pattern.MULTILINE);
        return number(line, Files.readString(proc.resolve("status")));
    }

    /** Collects what is garbage; twice, for what only a cleaner gives back. */
    public void collect() throws IOException, InterruptedException {
        jcmd("GC.run");
        jcmd("GC.run");
    }

    /** Of the heap, with what is garbage. */
    public long heapBytes() throws IOException, InterruptedException {
        return number(HEAP_USED, jcmd("GC.heap_info")) * BYTES_PER_KIB;
    }

    /** Buffers outside of the heap, of a virtual machine that was told {@code -XX:NativeMemoryTracking=summary}. */
    public long directBytes() throws IOException, InterruptedException {
        return number(OTHER_COMMITTED, jcmd("VM.native_memory", "summary")) * BYTES_PER_KIB;
    }

    /** Writes what has been recorded by now into a file. */
    public void dumpRecording(Path file) throws IOException, InterruptedException {
        jcmd("JFR.dump", "filename=" + file);
    }

    private static long number(Pattern pattern, String text) throws IOException {
        Matcher matcher = pattern.matcher(text);
        if (!matcher.find()) {
            throw new IOException("no " + pattern + " in: " + text);
        }
        return Long.parseLong(matcher.group(1));
    }

    private String jcmd(String... words) throws IOException, InterruptedException {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        ProcessBuilder builder = new ProcessBuilder(jcmd.toString(), Long.toString(pid));
        builder.command().addAll(List.of(words));
        Process running = builder.redirectErrorStream(true).start();
        String said = new String(running.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (running.waitFor() != 0) {
            throw new IOException(String.join(" ", words) + ": " + said);
        }
        return said;
    }
}
