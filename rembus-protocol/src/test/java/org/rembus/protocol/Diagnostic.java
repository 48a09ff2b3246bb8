package org.rembus.protocol;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.rembus.protocol.cbor.SimpleValue;
import org.rembus.protocol.cbor.Tagged;
import org.rembus.protocol.cbor.Undefined;

/**
 * Values and messages as text, after the diagnostic notation of RFC 8949 section 8: equal texts mean equal content, down to
 * the binary in lists, and 1 and 1.0 differ.
 */
public final class Diagnostic {
    private Diagnostic() {}

    /** A decoded value. */
    public static String of(@Nullable Object value) {
        return switch (value) {
            case null -> "null";
            case Undefined undefined -> "undefined";
            case SimpleValue simple -> "simple(" + simple.number() + ")";
            case String text -> '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
            case byte[] bytes -> "h'" + HexFormat.of().formatHex(bytes) + "'";
            case Tagged tagged -> Long.toUnsignedString(tagged.tag()) + "(" + of(tagged.value()) + ")";
            case List<?> list -> list.stream().map(Diagnostic::of).collect(Collectors.joining(", ", "[", "]"));
            case Map<?, ?> map ->
                map.entrySet().stream()
                        .map(entry -> of(entry.getKey()) + ": " + of(entry.getValue()))
                        .collect(Collectors.joining(", ", "{", "}"));
            default -> value.toString();
        };
    }

    /** A message, its payloads decoded. */
    public static String of(Message message) {
        return switch (message) {
            case Message.Identity identity -> line("identity", identity.id(), identity.cid(), identity.meta());
            case Message.Publish publish ->
                line("publish " + publish.flags(), publish.id(), publish.topic(), publish.data());
            case Message.Rpc rpc -> line("rpc", rpc.id(), rpc.topic(), rpc.target(), rpc.data());
            case Message.Admin admin -> line("admin", admin.id(), admin.topic(), admin.data());
            case Message.Response response -> line("response " + response.status(), response.id(), response.data());
            case Message.Ack ack -> line("ack", ack.id());
            case Message.Ack2 ack2 -> line("ack2", ack2.id());
            case Message.Unregister unregister -> line("unregister", unregister.id(), unregister.cid());
            case Message.Register register ->
                line(
                        "register " + register.keyType(),
                        register.id(),
                        register.cid(),
                        register.pin(),
                        register.publicKey());
            case Message.Attestation attestation ->
                line("attestation", attestation.id(), attestation.cid(), attestation.signature(), attestation.meta());
            case Message.Ping ping -> line("ping", ping.id(), ping.cid());
        };
    }

    private static String line(String name, @Nullable Object... fields) {
        StringBuilder line = new StringBuilder(name);
        for (Object field : fields) {
            line.append(' ');
            switch (field) {
                case null -> line.append("absent");
                case MessageId id -> line.append(id);
                case Payload payload -> line.append(of(payload.value()));
                default -> line.append(of(field));
            }
        }
        return line.toString();
    }
}
