package org.rembus.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** The programs of NATS, of these versions, built by {@code go install} the first time that they are wanted. */
record GoTools(String natsServer, String nats) {
    static final String SERVER_VERSION = "v2.15.2";
    static final String CLI_VERSION = "v0.5.0";

    private static final String SERVER = "github.com/nats-io/nats-server/v2@" + SERVER_VERSION;
    private static final String CLI = "github.com/nats-io/natscli/nats@" + CLI_VERSION;
    private static final Duration MOST = Duration.ofMinutes(10);

    /** @param cache where they are kept, a folder for each version */
    static GoTools in(Path cache) throws IOException, InterruptedException {
        return new GoTools(
                installed(SERVER, cache.resolve("nats-server-" + SERVER_VERSION), "nats-server"),
                installed(CLI, cache.resolve("nats-" + CLI_VERSION), "nats"));
    }

    private static String installed(String module, Path folder, String program)
            throws IOException, InterruptedException {
        Path file = folder.resolve(program);
        if (!Files.isExecutable(file)) {
            Files.createDirectories(folder);
            Child.run(List.of("go", "install", module), Map.of("GOBIN", folder.toString()), folder, MOST);
        }
        return file.toString();
    }
}
