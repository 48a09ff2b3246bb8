package org.rembus.broker.transport;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.routing.Outgoing;
import org.rembus.protocol.Message;
import org.rembus.protocol.Payload;
import org.rembus.protocol.framing.FrameType;
import org.rembus.protocol.framing.FrameWriter;
import org.rembus.protocol.json.CborToJson;
import org.rembus.protocol.json.JsonRpcEncoder;

/**
 * The JSON of messages that are too long to be translated on the loop. A message goes to its subscribers one after the other: its
 * payload is translated once for all of them, and at QoS 0 its frame is made once, too, and its event for HTTP. Used on the loop; what is remembered lasts
 * until its turn ends.
 */
public final class LongTexts {
    /** Payloads and texts with more bytes than this, which take milliseconds, are translated aside. */
    private static final int MAX_BYTES_ON_LOOP = 64 * 1024;

    private static final FrameWriter WRITER = FrameWriter.unmasked();

    private final Executor aside;
    private final Executor loop;
    private @Nullable Payload lastMeasured;
    private int lastLikelyBytes;
    private @Nullable Outgoing lastMessage;
    private @Nullable LongText lastText;
    private @Nullable Outgoing lastEventMessage;
    private @Nullable LongText lastEvent;
    private @Nullable Payload lastPayload;
    private @Nullable Translated lastTranslated;

    /**
     * @param data a copy of its own, if what came is a view
     * @param json what that is as JSON
     */
    private record Translated(Payload data, CompletableFuture<byte[]> json) {}

    LongTexts(Executor aside, Executor loop) {
        this.aside = aside;
        this.loop = loop;
    }

    /** Whether it takes so long to translate a text of so many bytes. */
    public boolean isLong(int bytes) {
        return bytes > MAX_BYTES_ON_LOOP;
    }

    /** Whether it takes so long to translate a message. */
    public boolean isLong(Message message) {
        return isLong(data(message));
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

    /** The text of a message to any number of peers. */
    public LongText of(Outgoing message) {
        LongText text = lastText;
        if (text == null || message != lastMessage) {
            text = of(message.message());
            lastText = text;
            lastMessage = message;
        }
        return text;
    }

    /**
     * The event of a publish to any number of peers.
     *
     * @param writer makes it of the message and the JSON of its payload, on another thread
     */
    public LongText eventOf(Outgoing message, BiFunction<Message.Publish, byte[], byte[]> writer) {
        LongText event = lastEvent;
        if (event == null || message != lastEventMessage) {
            event = of(message.message(), 1, (whole, json) -> writer.apply((Message.Publish) whole, json));
            lastEvent = event;
            lastEventMessage = message;
        }
        return event;
    }

    /** The text of a message. */
    public LongText of(Message message) {
        return of(message, message instanceof Message.Publish ? 2 : 1, LongTexts::frame);
    }

    /** @param copies of the payload that are in it */
    private LongText of(Message message, int copies, BiFunction<Message, byte[], byte[]> writer) {
        Payload data = data(message);
        Translated translated = translated(data);
        Message whole = withData(message, translated.data());
        int bytes = (int) Math.min(Integer.MAX_VALUE, (long) copies * likelyBytes(data));
        return new LongText(bytes, translated.json().thenApplyAsync(json -> writer.apply(whole, json), aside));
    }

    /**
     * Gives the JSON of a payload, on the loop: in this call or, when it is long, later.
     *
     * @param payload valid for ever
     * @param onFailed called instead, later, if there is none
     */
    public void translate(Payload payload, Consumer<byte[]> then, Consumer<Throwable> onFailed) {
        if (!isLong(payload)) {
            then.accept(CborToJson.write(payload));
            return;
        }
        CompletableFuture.supplyAsync(() -> CborToJson.write(payload), aside)
                .whenCompleteAsync(
                        (json, failure) -> {
                            if (failure == null) {
                                then.accept(json);
                            } else {
                                onFailed.accept(failure);
                            }
                        },
                        loop);
    }

    private Translated translated(Payload data) {
        Translated translated = lastTranslated;
        if (translated == null || data != lastPayload) {
            Payload own = data.detached();
            translated = new Translated(own, CompletableFuture.supplyAsync(() -> CborToJson.write(own), aside));
            lastTranslated = translated;
            lastPayload = data;
        }
        return translated;
    }

    private static byte[] frame(Message message, byte[] json) {
        byte[] text = JsonRpcEncoder.encode(message, data -> json);
        byte[] frame = new byte[WRITER.frameBytes(text.length)];
        WRITER.write(FrameType.TEXT, text, frame, 0);
        return frame;
    }

    private static Payload data(Message message) {
        return switch (message) {
            case Message.Publish publish -> publish.data();
            case Message.Rpc rpc -> rpc.data();
            case Message.Response response -> response.data();
            case Message.Admin admin -> admin.data();
            default -> Payload.NULL;
        };
    }

    private static Message withData(Message message, Payload data) {
        return switch (message) {
            case Message.Publish publish -> new Message.Publish(publish.flags(), publish.id(), publish.topic(), data);
            case Message.Rpc rpc -> new Message.Rpc(rpc.id(), rpc.topic(), rpc.target(), data);
            case Message.Response response -> new Message.Response(response.id(), response.status(), data);
            case Message.Admin admin -> new Message.Admin(admin.id(), admin.topic(), data);
            default -> message;
        };
    }

    void forget() {
        lastMeasured = null;
        lastMessage = null;
        lastText = null;
        lastEventMessage = null;
        lastEvent = null;
        lastPayload = null;
        lastTranslated = null;
    }
}
