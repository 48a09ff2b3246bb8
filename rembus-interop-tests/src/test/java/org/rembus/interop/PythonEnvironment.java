package org.rembus.interop;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;

/**
 * A virtual environment that holds some Python packages, pinned: one version of {@code rembus} and all that it stands on, say.
 *
 * <p>They take some 600 MB each. The name of one changes with its lock and with the interpreter.
 */
final class PythonEnvironment {
    private static final Duration CREATE_LIMIT = Duration.ofMinutes(2);
    private static final Duration INSTALL_LIMIT = Duration.ofMinutes(15);

    /** To be changed together with what {@link #fill} does. */
    private static final String LAYOUT = "1";

    private static final Map<PythonPackages, PythonEnvironment> FOUND = new HashMap<>();

    private final Path folder;

    private PythonEnvironment(Path folder) {
        this.folder = folder;
    }

    /**
     * The environment with these packages, made first if it is not there yet, which takes a minute or more.
     *
     * <p>Without a Python the test that asks is skipped, with the reason printed; where {@code CI} is {@code true} it
     * fails.
     */
    static synchronized PythonEnvironment of(PythonPackages packages) {
        return FOUND.computeIfAbsent(packages, PythonEnvironment::open);
    }

    private static PythonEnvironment open(PythonPackages packages) {
        PythonInterpreter interpreter = interpreter();
        String lock = packages.lock();
        String key = CachedFolder.key(packages.label(), LAYOUT, lock, interpreter.executable(), interpreter.version());
        try {
            return new PythonEnvironment(
                    CachedFolder.get(CachedFolder.shared(), key, folder -> fill(folder, interpreter, packages, lock)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static PythonInterpreter interpreter() {
        Optional<PythonInterpreter> found = PythonInterpreter.find();
        if (found.isPresent()) {
            return found.get();
        }
        String reason = "Python peers cannot run: not on the PATH: " + PythonInterpreter.WANTED;
        Absence.report(reason);
        return Assumptions.abort(reason);
    }

    private static void fill(Path folder, PythonInterpreter interpreter, PythonPackages packages, String lock)
            throws IOException {
        System.err.println("Making the Python environment of " + packages + ", once; this takes a while");
        Path home = Files.createDirectory(folder.resolve("home"));
        Path requirements = Files.writeString(folder.resolve("requirements.txt"), lock);
        Tool.run(
                CREATE_LIMIT,
                new ProcessBuilder(
                        interpreter.executable(),
                        "-m",
                        "venv",
                        folder.resolve("venv").toString()));
        PythonEnvironment made = new PythonEnvironment(folder);
        Tool.run(
                INSTALL_LIMIT,
                new ProcessBuilder(
                        made.python(),
                        "-m",
                        "pip",
                        "install",
                        "--quiet",
                        "--no-input",
                        "--disable-pip-version-check",
                        "--no-deps",
                        "--requirement",
                        requirements.toString()));
        if (packages.hasBroker()) {
            Tool.run(CREATE_LIMIT, made.script("install_extension.py", home.toString()));
        }
    }

    private String python() {
        Path venv = folder.resolve("venv");
        Path windows = venv.resolve("Scripts").resolve("python.exe");
        return (Files.exists(windows) ? windows : venv.resolve("bin").resolve("python")).toString();
    }

    /** A Python program, not started yet: one of the files beside the locks. */
    ProcessBuilder script(String name, String... arguments) {
        return program(Resource.text("/python/" + name), arguments);
    }

    /**
     * A Python program, not started yet, given as its text. It sees no setting of Rembus that the tests were started
     * with, and a home folder in which DuckDB finds its extension.
     */
    ProcessBuilder program(String text, String... arguments) {
        List<String> command = new ArrayList<>(List.of(python(), "-c", text));
        command.addAll(List.of(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        Map<String, String> environment = builder.environment();
        environment.keySet().removeIf(name -> name.startsWith("REMBUS_") || name.equals("DUCKLAKE_URL"));
        environment.put("HOME", folder.resolve("home").toString());
        environment.put("USERPROFILE", folder.resolve("home").toString());
        environment.put("PYTHONUTF8", "1");
        environment.put("PYTHONUNBUFFERED", "1");
        return builder;
    }
}
