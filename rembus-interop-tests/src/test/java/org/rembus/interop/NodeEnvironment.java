package org.rembus.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Assumptions;

/** Node, and a folder with the packages from npm that its programs use, pinned. */
final class NodeEnvironment {
    private static final Duration START_LIMIT = Duration.ofSeconds(30);
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(5);
    private static final List<String> DESCRIPTION = List.of("package.json", "package-lock.json");

    private final Path folder;

    private NodeEnvironment(Path folder) {
        this.folder = folder;
    }

    /**
     * The environment, made first if it is not there yet.
     *
     * <p>Without Node the test that asks is skipped, with the reason printed; where {@code CI} is {@code true} it fails.
     */
    static NodeEnvironment get() {
        findNode();
        String[] pinned = DESCRIPTION.stream().map(NodeEnvironment::text).toArray(String[]::new);
        try {
            return new NodeEnvironment(CachedFolder.get(
                    CachedFolder.shared(), CachedFolder.key("node", pinned), NodeEnvironment::install));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void findNode() {
        try {
            Tool.run(START_LIMIT, new ProcessBuilder("node", "--version"));
            Tool.run(START_LIMIT, new ProcessBuilder("npm", "--version"));
        } catch (Tool.ToolFailure absent) {
            String reason = "peers in JavaScript cannot run: " + absent.getMessage();
            Absence.report(reason);
            Assumptions.abort(reason);
        }
    }

    private static void install(Path folder) throws IOException {
        for (String file : DESCRIPTION) {
            Files.writeString(folder.resolve(file), text(file));
        }
        Tool.run(
                INSTALL_LIMIT,
                new ProcessBuilder(
                        "npm", "ci", "--prefix", folder.toString(), "--no-audit", "--no-fund", "--ignore-scripts"));
    }

    private static String text(String file) {
        return Resource.text("/node/" + file);
    }

    /** A program, not started yet: one of the files beside the description. */
    ProcessBuilder script(String name, String... arguments) {
        List<String> command = new ArrayList<>(List.of("node", "--eval", text(name), "--"));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("NODE_PATH", folder.resolve("node_modules").toString());
        return builder;
    }
}
