package org.rembus.broker.transport.translation;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.Payload;
import org.rembus.protocol.json.CborToJson;

/**
 * The JSON of payloads. A message goes to its subscribers one after the other, at QoS 1 and 2 under an id for each: its
 * payload is translated for the first of them. Used on the loop; what is remembered lasts until its turn ends.
 */
public final class Translations implements Function<Payload, byte[]> {
    private static final byte[] NOTHING = {};

    private @Nullable Payload last;
    private byte[] text = NOTHING;

    @Override
    public byte[] apply(Payload payload) {
        if (payload != last) {
            text = CborToJson.write(payload);
            last = payload;
        }
        return text;
    }

    public void forget() {
        last = null;
        text = NOTHING;
    }
}
