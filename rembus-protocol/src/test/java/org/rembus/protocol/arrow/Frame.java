package org.rembus.protocol.arrow;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Base64;
import java.util.Objects;
import java.util.stream.Stream;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A stream that another library made, and its rows; none when it has none for JSON. */
record Frame(String name, JsonNode rows, byte[] stream) {

    static Stream<Frame> all() {
        try (InputStream json = Objects.requireNonNull(Frame.class.getResourceAsStream("frames.json"))) {
            return JsonMapper.shared()
                    .readTree(json)
                    .valueStream()
                    .map(frame -> new Frame(
                            frame.get("name").asString(),
                            frame.get("rows"),
                            Base64.getDecoder().decode(frame.get("stream").asString())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Frame named(String name) {
        return all().filter(frame -> frame.name.equals(name)).findFirst().orElseThrow();
    }

    boolean hasRows() {
        return !rows.isNull();
    }

    @Override
    public String toString() {
        return name;
    }
}
