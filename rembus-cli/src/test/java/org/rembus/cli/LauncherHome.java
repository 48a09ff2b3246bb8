package org.rembus.cli;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The folder of the launcher as it is after the launcher's first build, with what this build has made: so that a test can
 * start {@code ./rembus} as a person would, without a build within the build.
 */
final class LauncherHome {
    private static final Path MODULE = Path.of("").toAbsolutePath();

    private final Path folder;

    private LauncherHome(Path folder) {
        this.folder = folder;
    }

    static LauncherHome create(Path folder) throws IOException {
        for (String module : List.of("protocol", "client", "broker", "cli")) {
            Files.createDirectories(folder.resolve("rembus-" + module + "/src/main"));
            Files.createFile(folder.resolve("rembus-" + module + "/pom.xml"));
        }
        Files.createDirectory(folder.resolve(".mvn"));
        Files.createFile(folder.resolve("pom.xml"));
        Files.copy(MODULE.resolveSibling("rembus"), folder.resolve("rembus"));

        Path launcher = folder.resolve("target/launcher");
        Path app = Files.createDirectories(launcher.resolve("app-test"));
        Files.createDirectory(app.resolve("used-by"));
        Files.copy(MODULE.resolve("target/rembus-cli.jar"), app.resolve("rembus.jar"));
        copyJars(Files.createDirectory(app.resolve("lib")));
        Files.writeString(launcher.resolve("current"), "app-test\n");
        Files.createFile(launcher.resolve("built"));
        return new LauncherHome(folder);
    }

    /** What the command stands on is on the class path of its tests. */
    private static void copyJars(Path lib) throws IOException {
        for (String entry : System.getProperty("java.class.path").split(File.pathSeparator, -1)) {
            Path jar = Path.of(entry);
            if (entry.endsWith(".jar") && !Files.exists(lib.resolve(jar.getFileName()))) {
                Files.copy(jar, lib.resolve(jar.getFileName()));
            }
        }
    }

    /** {@code ./rembus} with these words, soon ready, in an environment that has nothing else of Rembus but REMBUS_DIR. */
    ProcessBuilder rembus(String... words) {
        ProcessBuilder command =
                new ProcessBuilder("bash", folder.resolve("rembus").toString());
        command.command().addAll(List.of(words));
        command.environment().keySet().removeIf(name -> name.startsWith("REMBUS_"));
        command.environment().put("REMBUS_DIR", folder.resolve("data").toString());
        command.environment().put("REMBUS_JAVA_OPTS", "-XX:TieredStopAtLevel=1 -XX:+UseSerialGC");
        command.directory(folder.toFile());
        return command;
    }
}
