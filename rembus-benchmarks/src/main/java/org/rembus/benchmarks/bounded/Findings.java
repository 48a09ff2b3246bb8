package org.rembus.benchmarks.bounded;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/** What a command has found: said at once, and written in the end. */
final class Findings {
    private final Map<String, Object> figures = new LinkedHashMap<>();
    private final PrintStream out;
    private final Path folder;
    private final String name;

    /** @param folder where files go; an existing one */
    Findings(PrintStream out, Path folder, String name) {
        this.out = out;
        this.folder = folder;
        this.name = name;
    }

    void figure(String what, Object value) {
        figures.put(what, value);
        out.println(what + ": " + value);
    }

    /** Only for the file. */
    void table(String what, Object rows) {
        figures.put(what, rows);
    }

    void say(String line) {
        out.println(line);
    }

    /** A file beside that of the figures. */
    void attach(String suffix, String text) throws IOException {
        Path file = folder.resolve("bounded-" + name + suffix);
        Files.writeString(file, text);
        out.println("written: " + file.getFileName());
    }

    void write() throws IOException {
        attach(".json", JsonMapper.builder().build().writeValueAsString(figures) + "\n");
    }
}
