package org.rembus.broker.transport.translation;

import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.connection.Outgoing;
import org.rembus.broker.transport.translation.LongText.Piece;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.framing.FrameType;
import org.rembus.protocol.framing.FrameWriter;
import org.rembus.protocol.json.CborToJson;
import org.rembus.protocol.json.Envelope;
import org.rembus.protocol.json.JsonRpcEncoder;

/**
 * The JSON of messages that are too long to be translated on the loop. A message goes to its subscribers one after the other: its
 * payload is translated once for all of them, and waits once, for events of HTTP, too. Used on the loop; what is
 * remembered lasts until its turn ends.
 */
public final class LongTexts {
    /** Payloads and texts with more bytes than this, which take milliseconds, are translated aside. */
    private static final int MAX_BYTES_ON_LOOP = 64 * 1024;

    private static final FrameWriter WRITER = FrameWriter.unmasked();

    private final Executor aside;
    private final Executor loop;
    private @Nullable Payload lastMeasured;
    private int lastLikelyBytes;
    private @Nullable Payload lastPayload;
    private @Nullable Once lastJson;

    /** What begins when it is asked for first: once somebody has room for it. */
    private static final class Once implements Supplier<CompletableFuture<byte[]>> {
        private final Supplier<CompletableFuture<byte[]>> begin;
        private @Nullable CompletableFuture<byte[]> begun;

        Once(Supplier<CompletableFuture<byte[]>> begin) {
            this.begin = begin;
        }

        @Override
        public CompletableFuture<byte[]> get() {
            CompletableFuture<byte[]> result = begun;
            if (result == null) {
                result = begin.get();
                begun = result;
            }
            return result;
        }
    }

    public LongTexts(Executor aside, Executor loop) {
        this.aside = aside;
        this.loop = loop;
    }

    /** Whether it takes so long to translate a text of so many bytes. */
    public boolean isLong(int bytes) {
        return bytes > MAX_BYTES_ON_LOOP;
    }

    /** Whether it takes so long to translate a message. */
    public boolean isLong(Message message) {
        return isLong(message.data());
    }

    /** Whether it takes so long to translate a message. */
    public boolean isLong(Outgoing message) {
        return isLong(message.leastBytes()) || isLong(message.message());
    }

    private boolean isLong(Payload payload) {
        return isLong(likelyBytes(payload));
    }

    /** A few bytes may become a long text, so that it is not enough to count them. */
    private int likelyBytes(Payload payload) {
        if (payload != lastMeasured) {
            lastLikelyBytes = CborToJson.likelyBytes(payload);
            lastMeasured = payload;
        }
        return lastLikelyBytes;
    }

    /** The frame of a message. */
    public LongText of(Message message) {
        Once json = json(message.data());
        Envelope envelope = JsonRpcEncoder.envelope(message);
        return new LongText(json, likelyBytes(message.data()), json, made -> frame(envelope, made));
    }

    /**
     * The event of a publish.
     *
     * @param writer puts it together around the JSON of the payload
     */
    public LongText eventOf(Message.Publish message, Function<byte[], List<Piece>> writer) {
        Once json = json(message.data());
        return new LongText(json, likelyBytes(message.data()), json, writer);
    }

    /**
     * Gives the JSON of a payload, on the loop: in this call or, when it is long, later.
     *
     * @param payload valid for ever
     * @param onFailed called instead if there is none, and if {@code then} throws something
     */
    public void translate(Payload payload, Consumer<byte[]> then, Consumer<Throwable> onFailed) {
        if (isLong(payload)) {
            begin(payload).whenCompleteAsync((json, failure) -> tell(json, failure, then, onFailed), loop);
        } else {
            CompletableFuture.completedFuture(payload)
                    .thenApply(CborToJson::write)
                    .whenComplete((json, failure) -> tell(json, failure, then, onFailed));
        }
    }

    private static void tell(
            byte @Nullable [] json, @Nullable Throwable failure, Consumer<byte[]> then, Consumer<Throwable> onFailed) {
        if (json == null) {
            onFailed.accept(Objects.requireNonNull(failure));
            return;
        }
        try {
            then.accept(json);
        } catch (RuntimeException fault) {
            onFailed.accept(fault);
        }
    }

    private Once json(Payload data) {
        Once json = lastJson;
        if (json == null || data != lastPayload) {
            json = new Once(() -> begin(data.detached()));
            lastJson = json;
            lastPayload = data;
        }
        return json;
    }

    /** @param payload valid for ever */
    private CompletableFuture<byte[]> begin(Payload payload) {
        return CompletableFuture.supplyAsync(() -> CborToJson.write(payload), aside);
    }

    private static List<Piece> frame(Envelope envelope, byte[] json) {
        List<byte[]> text = envelope.around(json);
        int length = text.stream().mapToInt(piece -> piece.length).reduce(0, Math::addExact);
        byte[] header = new byte[WRITER.frameBytes(length) - length];
        WRITER.writeHeader(FrameType.TEXT, length, header, 0);
        text.addFirst(header);
        return text.stream().map(Piece::of).toList();
    }

    public void forget() {
        lastMeasured = null;
        lastPayload = null;
        lastJson = null;
    }
}
