package org.rembus.broker.doors;

import java.util.Map;
import java.util.Optional;

/**
 * Something that a peer does at a door and should not, and what has to become of it.
 *
 * @param counted under which reasons, and how often
 * @param logged what stands in the only line about it; empty when there is none
 */
record Misdeed(Door door, String name, Deed deed, Map<String, Long> counted, Optional<String> logged) {

    /** What is done, and what is to be seen by the one who does it. */
    interface Deed {
        void happen(Site site) throws Exception;
    }

    /** Bytes of one who has greeted; the connection is closed for them. */
    static Misdeed closed(Door door, String name, byte[] bytes, String reason, String logged) {
        return new Misdeed(
                door,
                name,
                site -> {
                    try (Intruder intruder = Intruder.inside(door, site)) {
                        intruder.send(Door.join(bytes, door.farewell())).readToEnd();
                    }
                },
                Map.of(reason, 1L),
                Optional.of(logged));
    }

    /** Bytes of one who has not greeted; the connection is closed for them. */
    static Misdeed turnedAway(Door door, String name, byte[] bytes, String logged) {
        return new Misdeed(
                door,
                name,
                site -> {
                    try (Intruder intruder = Intruder.atThePort(door, site)) {
                        intruder.send(bytes).readToEnd();
                    }
                },
                Map.of("handshakes_refused", 1L),
                Optional.of(logged));
    }

    /** Bytes that are answered so, which is all: nothing is wrong with the connection. */
    static Misdeed answered(Door door, String name, byte[] bytes, String answer) {
        return new Misdeed(door, name, answer(door, bytes, answer), Map.of(), Optional.empty());
    }

    /** Bytes that are passed over, and answered so; nothing is wrong with the connection. */
    static Misdeed passedOver(Door door, String name, byte[] bytes, String answer, String reason) {
        String log = "passed over";
        return new Misdeed(door, name, answer(door, bytes, answer), Map.of(reason, 1L), Optional.of(log));
    }

    private static Deed answer(Door door, byte[] bytes, String answer) {
        return site -> {
            try (Intruder intruder = Intruder.inside(door, site)) {
                intruder.send(bytes).readThrough(answer);
                intruder.expectToLiveOn();
            }
        };
    }

    /** A message begins, and its sender says that nothing more comes, which is nobody's fault. */
    static Misdeed halfAndEnd(Door door) {
        return new Misdeed(
                door,
                "half a message, and the end of the stream",
                site -> {
                    try (Intruder intruder = Intruder.inside(door, site)) {
                        intruder.expectToLiveOn();
                        intruder.send(door.half()).endOutput();
                        intruder.readToEnd();
                    }
                },
                Map.of(),
                Optional.empty());
    }

    /** A message begins, and its sender vanishes with a reset, as one does whose process is killed. */
    static Misdeed halfAndReset(Door door) {
        return new Misdeed(
                door,
                "half a message, and a reset",
                site -> {
                    try (Intruder intruder = Intruder.inside(door, site)) {
                        intruder.expectToLiveOn();
                        intruder.send(door.half()).reset();
                    }
                },
                Map.of(),
                Optional.empty());
    }

    @Override
    public String toString() {
        return door + ": " + name;
    }
}
