package org.rembus.protocol;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * One Rembus message, whatever the transport and encoding it came in (PROTOCOL.md section 4).
 *
 * <p>Topics and names are as the peer sent them: a message that can be read may still name an illegal topic, and whoever
 * handles it can then answer with a reason. Payloads are views and may share the buffer that the message was read from;
 * what outlives the call in which a message was handed over must be {@link Payload#detached() detached}.
 */
public sealed interface Message {
    /** The value that it carries; {@link Payload#NULL} if it is of a kind that carries none. */
    default Payload data() {
        return Payload.NULL;
    }

    /** The same message with a {@link #data()} that is valid for ever. */
    default Message detached() {
        return this;
    }

    /** A message that has an id, to be given back in the answer. */
    sealed interface Request extends Message {
        MessageId id();
    }

    /**
     * A component says who it is.
     *
     * @param cid its name, or its whole URL
     * @param meta a map from protocol to port; null when the element is absent, which marks a gen-1 peer
     */
    record Identity(MessageId id, String cid, @Nullable Payload meta) implements Request {}

    /**
     * A message to a topic.
     *
     * @param id null exactly when {@code flags} say that there is none
     * @param trace what it is a part of; not in its encoding, but beside it where that was agreed on
     */
    record Publish(
            PublishFlags flags,
            @Nullable MessageId id,
            String topic,
            Payload data,
            @Nullable TraceContext trace) implements Message {
        public Publish {
            if (flags.hasId() != (id != null)) {
                throw new IllegalArgumentException("a publish with flags " + flags + " and id " + id);
            }
            if (flags.hasSlot() && !Objects.requireNonNull(id).canCarrySlot()) {
                throw new IllegalArgumentException("an id of " + id.length() + " bytes cannot carry a slot");
            }
        }

        /** One that is part of nothing. */
        public Publish(PublishFlags flags, @Nullable MessageId id, String topic, Payload data) {
            this(flags, id, topic, data, null);
        }

        /** The same message as a part of that. */
        public Publish withTrace(TraceContext context) {
            return new Publish(flags, id, topic, data, context);
        }

        @Override
        public Publish detached() {
            return new Publish(flags, id, topic, data.detached(), trace);
        }

        /** A plain QoS 0 publish. */
        public static Publish of(String topic, Payload data) {
            return new Publish(PublishFlags.QOS0, null, topic, data);
        }

        public QoS qos() {
            return flags.qos();
        }

        /** The id of a publish whose flags say that it has one. */
        public MessageId requireId() {
            return Objects.requireNonNull(id);
        }
    }

    /**
     * A call of the service {@code topic}.
     *
     * @param target the component to call, null for any that exposes the topic
     * @param data the arguments
     * @param trace what it is a part of; not in its encoding, but beside it where that was agreed on
     */
    record Rpc(
            MessageId id,
            String topic,
            @Nullable String target,
            Payload data,
            @Nullable TraceContext trace) implements Request {
        /** One that is part of nothing. */
        public Rpc(MessageId id, String topic, @Nullable String target, Payload data) {
            this(id, topic, target, data, null);
        }

        /** The same request as a part of that. */
        public Rpc withTrace(TraceContext context) {
            return new Rpc(id, topic, target, data, context);
        }

        @Override
        public Rpc detached() {
            return new Rpc(id, topic, target, data.detached(), trace);
        }
    }

    /**
     * An administration command about {@code topic}.
     *
     * @param data a map with {@code cmd}, if the peer did it right
     */
    record Admin(MessageId id, String topic, Payload data) implements Request {
        @Override
        public Admin detached() {
            return new Admin(id, topic, data.detached());
        }
    }

    /** The answer to a request. */
    record Response(MessageId id, Status status, Payload data) implements Message {
        /** An error with its text; half a surrogate pair in it becomes a question mark. */
        public static Response error(MessageId id, Status status, String text) {
            byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
            return new Response(id, status, Payload.of(new String(utf8, StandardCharsets.UTF_8)));
        }

        /** Success with a null result. */
        public static Response success(MessageId id) {
            return new Response(id, Status.SUCCESS, Payload.NULL);
        }

        @Override
        public Response detached() {
            return new Response(id, status, data.detached());
        }
    }

    /** The receiver of a QoS 1 or 2 publish has it. */
    record Ack(MessageId id) implements Message {}

    /** The sender of a QoS 2 publish has the ACK and will not send that id again. */
    record Ack2(MessageId id) implements Message {}

    /**
     * The authenticated component gives up its name's key.
     *
     * @param cid sent by JavaScript peers only
     */
    record Unregister(MessageId id, @Nullable String cid) implements Request {}

    /**
     * A component provisions a name with a public key.
     *
     * @param pin what stands between name and key: a pin, a tenant or null
     * @param publicKey PEM or DER bytes
     * @param keyType 1 RSA, 2 ECDSA
     */
    record Register(MessageId id, String cid, @Nullable String pin, byte[] publicKey, int keyType) implements Request {
        @Override
        public boolean equals(Object other) {
            return other instanceof Register that
                    && id.equals(that.id)
                    && cid.equals(that.cid)
                    && Objects.equals(pin, that.pin)
                    && Arrays.equals(publicKey, that.publicKey)
                    && keyType == that.keyType;
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, cid, pin, Arrays.hashCode(publicKey), keyType);
        }
    }

    /**
     * The answer to a challenge.
     *
     * @param meta as in {@link Identity}
     */
    record Attestation(
            MessageId id,
            String cid,
            byte[] signature,
            @Nullable Payload meta) implements Request {
        @Override
        public boolean equals(Object other) {
            return other instanceof Attestation that
                    && id.equals(that.id)
                    && cid.equals(that.cid)
                    && Arrays.equals(signature, that.signature)
                    && Objects.equals(meta, that.meta);
        }

        @Override
        public int hashCode() {
            return Objects.hash(id, cid, Arrays.hashCode(signature), meta);
        }
    }

    /**
     * A component asks whether its broker is there and knows it, where the transport cannot tell it (PROTOCOL.md section 3,
     * ZeroMQ).
     *
     * @param cid its name
     */
    record Ping(MessageId id, String cid) implements Request {}
}
