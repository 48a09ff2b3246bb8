package org.rembus.interop;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.stream.Stream;
import org.rembus.protocol.QoS;

/** A release of the Python package {@code rembus}: one for each way in which the package has spoken the protocol. */
enum PythonVersion {
    /** Ids of 8 bytes, {@code msg_from}, restores its own subscriptions and services. */
    V0_8_23("0.8.23", QoS.EXACTLY_ONCE),
    /** Ids of 16 bytes, {@code retroactive}, counts on the broker to remember its subscriptions and services. */
    V0_4_1("0.4.1", QoS.EXACTLY_ONCE),
    /** As 0.4.1, but without acknowledgements: it ignores a publish of a higher level than QoS 0. */
    V0_1_7("0.1.7", QoS.AT_MOST_ONCE);

    private final String number;
    private final QoS highest;

    PythonVersion(String number, QoS highest) {
        this.number = number;
        this.highest = highest;
    }

    String number() {
        return number;
    }

    /** The levels that this version can publish at, and acknowledge. */
    List<QoS> levels() {
        return Stream.of(QoS.values())
                .filter(level -> level.atMost(highest) == level)
                .toList();
    }

    /** Whether this version brings the broker {@code brokerd}. */
    boolean hasBroker() {
        return this == V0_8_23;
    }

    /** Every package of this version's environment, pinned; the text of a pip requirements file. */
    String lock() {
        String resource = "/python/requirements-" + number + ".txt";
        try (InputStream stream = PythonVersion.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException("no resource " + resource);
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String toString() {
        return "rembus " + number;
    }
}
