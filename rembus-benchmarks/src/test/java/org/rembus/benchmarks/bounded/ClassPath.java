package org.rembus.benchmarks.bounded;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.rembus.benchmarks.launched.Launcher;

/** The command {@code rembus} as this build has made it, without its launcher. */
final class ClassPath {
    private ClassPath() {}

    /** @param home where the command keeps what it keeps */
    static Launcher launcher(Path home) {
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "-XX:NativeMemoryTracking=summary",
                "-Xmx128m",
                "-XX:MaxDirectMemorySize=64m",
                "-cp",
                System.getProperty("java.class.path"),
                "org.rembus.cli.Main");
        return new Launcher(command, Map.of("REMBUS_DIR", home.toString()));
    }
}
