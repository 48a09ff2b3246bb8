package org.rembus.protocol.vectors;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** No file and no frame is passed over in silence: new ones make this fail until a test covers them. */
final class VectorCoverageTest {
    private static final Map<String, Long> CBOR = Map.of(
            "js.json", 32L,
            "julia-derived.json", 49L,
            "python-0.1.0.json", 29L,
            "python-0.1.7.json", 33L,
            "python-0.4.1.json", 46L,
            "python-0.8.23.json", 214L);

    private static final Map<String, Long> ZMQ = Map.of("julia-derived.json", 37L);

    /** Four of these are of HTTP. */
    private static final Map<String, Long> JSON_RPC =
            Map.of("julia-derived.json", 20L, "python-0.4.1.json", 38L, "python-0.8.23.json", 83L);

    @Test
    void files_inTheFolder_areAllRead() throws IOException, URISyntaxException {
        URL folder = Objects.requireNonNull(VectorCoverageTest.class.getResource("/vectors"));

        try (Stream<Path> files = Files.list(Path.of(folder.toURI()))) {
            assertThat(files.map(file -> file.getFileName().toString())
                            .filter(name -> name.endsWith(".json") && !name.equals("keys.json")))
                    .containsExactlyInAnyOrderElementsOf(Vectors.FILES);
        }
    }

    @Test
    void frames_ofEveryFile_areCoveredOrKnownNotToBe() {
        assertThat(count(vector -> Vectors.isCborMessage(vector) || Vectors.isCborStart(vector)))
                .isEqualTo(CBOR);
        assertThat(count(vector -> !vector.isCbor())).isEqualTo(JSON_RPC);
        assertThat(count(Vectors::isMultipart)).isEqualTo(ZMQ);

        long known = Stream.of(CBOR, JSON_RPC, ZMQ)
                .flatMap(counts -> counts.values().stream())
                .mapToLong(Long::longValue)
                .sum();
        assertThat(Vectors.all()).hasSize((int) known);
    }

    private static Map<String, Long> count(Predicate<Vector> kind) {
        return Vectors.all()
                .filter(kind)
                .collect(Collectors.groupingBy(Vector::file, TreeMap::new, Collectors.counting()));
    }
}
