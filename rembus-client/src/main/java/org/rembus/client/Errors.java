package org.rembus.client;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.rembus.client.session.Failure;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** The wording of failures, in one place. */
final class Errors {
    private Errors() {}

    /** @param topic what the operation was about, in words fit for the beginning of a sentence */
    static RembusException of(String topic, Failure failure) {
        return switch (failure) {
            case Failure.Answered answered -> answered(topic, answered.status(), textOf(answered.data()));
            case Failure.TimedOut timedOut ->
                new RequestTimeoutException(topic + ": no answer within " + words(timedOut.after()), topic, null, null);
            case Failure.NotConnected absent -> notConnected(topic, absent.absence(), absent.cause());
            case Failure.Lost lost ->
                new ConnectionLostException(topic + ": " + lost(lost.absence()), topic, null, null);
            case Failure.Overloaded overloaded -> overloaded(topic);
            case Failure.TooLong tooLong ->
                new RefusedException(
                        topic + ": the broker takes no message of " + tooLong.bytes() + " bytes",
                        topic,
                        null,
                        false,
                        null);
        };
    }

    static OverloadedException overloaded(String topic) {
        return new OverloadedException(topic + ": too much is waiting to be sent or answered", topic, null, null);
    }

    static NotConnectedException notConnected(String topic, Failure.Absence absence, @Nullable Throwable cause) {
        return switch (absence) {
            case CLOSED ->
                new NotConnectedException(
                        NotConnectedException.Reason.CLOSED, topic + ": the component is closed", topic, cause);
            case OVERWRITTEN ->
                new NotConnectedException(
                        NotConnectedException.Reason.OVERWRITTEN,
                        topic + ": a newer connection took over the component's name",
                        topic,
                        cause);
            case DISCONNECTED ->
                new NotConnectedException(
                        NotConnectedException.Reason.DISCONNECTED,
                        topic + ": not connected" + (cause == null ? "" : " (" + cause.getMessage() + ")"),
                        topic,
                        cause);
        };
    }

    private static String lost(Failure.Absence absence) {
        return switch (absence) {
            case CLOSED -> "the component was closed before the answer came";
            case OVERWRITTEN -> "a newer connection took over the component's name before the answer came";
            case DISCONNECTED -> "the connection was lost before the answer came";
        };
    }

    private static RembusException answered(String topic, Status status, String text) {
        return switch (status) {
            case METHOD_NOT_FOUND ->
                new NotFoundException(sentence(topic, text, "method unknown"), topic, status, null);
            case METHOD_LOOPBACK ->
                new NotFoundException(sentence(topic, text, "method loopback"), topic, status, null);
            case TARGET_NOT_FOUND ->
                new NotFoundException(sentence(topic, text, "no such component"), topic, status, null);
            case METHOD_UNAVAILABLE ->
                new UnavailableException(sentence(topic, text, "method unavailable"), topic, status, null);
            case TARGET_DOWN ->
                new UnavailableException(sentence(topic, text, "component not connected"), topic, status, null);
            case METHOD_EXCEPTION -> new RemoteException(orElse(text, topic + ": failed"), topic, status, null);
            case WRONG_ARGUMENTS ->
                new WrongArgumentsException(orElse(text, topic + ": wrong arguments"), topic, status, null);
            case CHALLENGE ->
                new RefusedException(
                        topic + ": the broker demands authentication, and this component has no key",
                        topic,
                        status,
                        false,
                        null);
            case UNKNOWN_COMMAND ->
                new RefusedException(orElse(text, topic + ": unknown command"), topic, status, false, null);
            default -> refused(topic, status, text);
        };
    }

    private static RembusException refused(String topic, Status status, String text) {
        String message = orElse(text, topic + ": refused with status " + status.code());
        if (text.endsWith("request timeout")) {
            return new RequestTimeoutException(message, topic, status, null);
        }
        return new RefusedException(message, topic, status, text.endsWith("busy"), null);
    }

    /** Some peers send a sentence, some only the name that it is about. */
    private static String sentence(String topic, String text, String otherwise) {
        return text.contains(" ") ? text : orElse(text, topic) + ": " + otherwise;
    }

    private static String orElse(String text, String otherwise) {
        return text.isBlank() ? otherwise : text;
    }

    private static String textOf(Payload data) {
        return data.value() instanceof String text ? text : "";
    }

    private static String words(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
