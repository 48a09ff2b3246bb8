package org.rembus.protocol.vectors;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.json.JsonMapper;

/** The files of frames. */
final class Vectors {
    static final List<String> FILES = List.of(
            "js.json",
            "julia-derived.json",
            "python-0.1.0.json",
            "python-0.1.7.json",
            "python-0.4.1.json",
            "python-0.8.23.json");

    private Vectors() {}

    static Stream<Vector> all() {
        return FILES.stream().flatMap(Vectors::in);
    }

    static Stream<Vector> in(String file) {
        try (InputStream json = Objects.requireNonNull(Vectors.class.getResourceAsStream("/vectors/" + file), file)) {
            return JsonMapper.shared().readTree(json).valueStream().map(node -> new Vector(file, node));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Whole CBOR messages, one per frame. */
    static Stream<Vector> cbor() {
        return all().filter(Vectors::isCborMessage);
    }

    static boolean isCborMessage(Vector vector) {
        return vector.isCbor() && vector.isWhole() && (vector.isOver("ws") || vector.isOver("tcp"));
    }

    /** Multiparts of ZeroMQ. */
    static Stream<Vector> zmq() {
        return all().filter(Vectors::isMultipart);
    }

    static boolean isMultipart(Vector vector) {
        return vector.isCbor() && vector.isOver("zmq");
    }

    /** CBOR messages of which only the start is printed. */
    static Stream<Vector> cborStarts() {
        return all().filter(Vectors::isCborStart);
    }

    static boolean isCborStart(Vector vector) {
        return vector.isCbor() && !vector.isWhole() && vector.isOver("tcp");
    }
}
