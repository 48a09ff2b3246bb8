package org.rembus.interop;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A Python that can make virtual environments.
 *
 * @param executable the path that the interpreter gives as its own
 * @param version such as {@code 3.11.7}
 */
record PythonInterpreter(String executable, String version) {
    /** The oldest one that the newest package accepts, and the names that are tried, in this order. */
    static final String WANTED = "Python 3.11 or newer with venv and pip, as python3 or python3.11 to python3.14";

    private static final List<String> NAMES =
            List.of("python3", "python3.11", "python3.12", "python3.13", "python3.14");

    private static final Duration START_LIMIT = Duration.ofSeconds(30);

    private static final String QUESTION = """
            import ensurepip, platform, sys, venv
            print(sys.executable, platform.python_version())
            sys.exit(sys.version_info < (3, 11))
            """;

    /** The first on the PATH that will do. */
    static Optional<PythonInterpreter> find() {
        return NAMES.stream().flatMap(name -> ask(name).stream()).findFirst();
    }

    private static Optional<PythonInterpreter> ask(String name) {
        try {
            String answer = Tool.run(START_LIMIT, new ProcessBuilder(name, "-c", QUESTION))
                    .strip();
            int space = answer.lastIndexOf(' ');
            return Optional.of(new PythonInterpreter(answer.substring(0, space), answer.substring(space + 1)));
        } catch (Tool.ToolFailure e) {
            return Optional.empty();
        }
    }
}
