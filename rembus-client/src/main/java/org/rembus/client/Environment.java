package org.rembus.client;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Executor;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rembus.client.tls.TlsFiles;
import org.rembus.protocol.Address;
import org.rembus.protocol.RembusFolder;

/** Defaults that the environment gives (PROTOCOL.md section 14). */
final class Environment {
    static final Executor VIRTUAL_THREADS =
            task -> Thread.ofVirtual().name("rembus-handler").start(task);

    private static final BigDecimal NANOS = BigDecimal.valueOf(1_000_000_000);

    private final Function<String, @Nullable String> variables;

    /** @param variables gives a variable's value, null when it is not set */
    Environment(Function<String, @Nullable String> variables) {
        this.variables = variables;
    }

    /**
     * REMBUS_BASE_URL; a name in it is left out.
     *
     * @throws IllegalArgumentException if the variable does not say where a broker is
     */
    Address baseUrl() {
        String url = variables.apply("REMBUS_BASE_URL");
        if (url == null || url.isBlank()) {
            return Address.DEFAULT_BASE;
        }
        try {
            return Address.parseUrl(url.strip(), Address.DEFAULT_BASE).place();
        } catch (IllegalArgumentException noUrl) {
            throw new IllegalArgumentException("REMBUS_BASE_URL: " + noUrl.getMessage(), noUrl);
        }
    }

    /** Whom to trust in TLS: HTTP_CA_BUNDLE, and the folder {@code ca} in REMBUS_DIR; who to be: REMBUS_CERTIFICATE and its key. */
    TlsFiles tls() {
        Path certificate = file("REMBUS_CERTIFICATE");
        Path key = file("REMBUS_CERTIFICATE_KEY");
        if ((certificate == null) != (key == null)) {
            throw new IllegalArgumentException("REMBUS_CERTIFICATE and REMBUS_CERTIFICATE_KEY go together");
        }
        return new TlsFiles(
                file("HTTP_CA_BUNDLE"),
                RembusFolder.in(variables).resolve("ca"),
                certificate == null || key == null ? null : new TlsFiles.Own(certificate, key));
    }

    private @Nullable Path file(String name) {
        String text = variables.apply(name);
        return text == null || text.isBlank() ? null : Path.of(text.strip());
    }

    /** @throws IllegalArgumentException if the variable is set to something else than a number of seconds */
    Duration seconds(String name, Duration absent) {
        String text = variables.apply(name);
        if (text == null || text.isBlank()) {
            return absent;
        }
        try {
            return Duration.ofNanos(new BigDecimal(text.strip()).multiply(NANOS).longValueExact());
        } catch (ArithmeticException | NumberFormatException noNumber) {
            throw new IllegalArgumentException(name + " is no number of seconds: " + text, noNumber);
        }
    }

    /** @throws IllegalArgumentException if the variable is set to something else than an integer */
    int number(String name, int absent) {
        String text = variables.apply(name);
        if (text == null || text.isBlank()) {
            return absent;
        }
        try {
            return Integer.parseInt(text.strip());
        } catch (NumberFormatException noNumber) {
            throw new IllegalArgumentException(name + " is no number: " + text, noNumber);
        }
    }
}
