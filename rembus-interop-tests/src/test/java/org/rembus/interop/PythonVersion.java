package org.rembus.interop;

import java.util.List;
import java.util.stream.Stream;
import org.rembus.protocol.QoS;

/** A release of the Python package {@code rembus}: one for each way in which the package has spoken the protocol. */
enum PythonVersion implements PythonPackages {
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

    @Override
    public String label() {
        return number;
    }

    /** The levels that this version can publish at, and acknowledge. */
    List<QoS> levels() {
        return Stream.of(QoS.values())
                .filter(level -> level.atMost(highest) == level)
                .toList();
    }

    @Override
    public boolean hasBroker() {
        return this == V0_8_23;
    }

    @Override
    public String toString() {
        return "rembus " + number;
    }
}
