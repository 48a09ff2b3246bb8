package org.rembus.client;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rembus.client.RefusedException.Retry;
import org.rembus.client.RembusException.Details;
import org.rembus.client.session.Failure;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

/** The wording of failures, in one place. */
final class Errors {
    /** How the texts of refusals end that a later call need not meet. */
    private static final List<String> FOR_NOW =
            List.of("busy", "too many requests under way", "the broker is stopping", "cannot be stored now");

    private Errors() {}

    static RembusException of(About about, Failure failure) {
        return switch (failure) {
            case Failure.Answered answered -> answered(about, answered.status(), textOf(answered.data()));
            case Failure.TimedOut timedOut ->
                new RequestTimeoutException(unanswered(about, "no answer within " + words(timedOut.after()), null));
            case Failure.NotConnected absent -> notConnected(about, absent.absence(), absent.cause());
            case Failure.Lost lost ->
                new ConnectionLostException(unanswered(about, lost(lost.absence()), null), reason(lost.absence()));
            case Failure.TooLong tooLong ->
                new RefusedException(
                        unanswered(about, "the broker takes no message of " + tooLong.bytes() + " bytes", null),
                        Retry.IS_FUTILE);
            case Failure.Overloaded overloaded -> overloaded(about);
            case Failure.OutboxFull full -> overloaded(about, full);
            case Failure.NotStored failed -> notStored(about, failed.cause());
        };
    }

    static OverloadedException overloaded(About about) {
        return new OverloadedException(unanswered(about, "too much is waiting to be sent or answered", null));
    }

    private static OverloadedException overloaded(About about, Failure.OutboxFull full) {
        String what =
                "the outbox is full (at most " + full.maxMessages() + " messages and " + full.maxBytes() + " bytes)";
        return new OverloadedException(unanswered(about, what, null));
    }

    static OutboxException notStored(About about, Throwable cause) {
        return new OutboxException(unanswered(about, String.valueOf(cause.getMessage()), cause));
    }

    static NotConnectedException notConnected(About about, Failure.Absence absence, @Nullable Throwable cause) {
        String why = switch (absence) {
            case CLOSED -> "the component is closed";
            case OVERWRITTEN -> "a newer connection took over the component's name";
            case BROKER_CLOSED -> "the broker was closed, and with it the component's connection for good";
            case DISCONNECTED -> "not connected" + (cause == null ? "" : " (" + cause.getMessage() + ")");
        };
        return new NotConnectedException(unanswered(about, why, cause), reason(absence));
    }

    static ServerStartException notStarted(String server, Throwable cause) {
        return new ServerStartException(
                unanswered(About.whole("server " + server), String.valueOf(cause.getMessage()), cause));
    }

    /** What was a connection is none any more. */
    static NotConnectedException lost(About about, String why) {
        return new NotConnectedException(
                unanswered(about, "connection lost: " + why, null), NotConnectedException.Reason.DISCONNECTED);
    }

    private static NotConnectedException.Reason reason(Failure.Absence absence) {
        return switch (absence) {
            case CLOSED -> NotConnectedException.Reason.CLOSED;
            case OVERWRITTEN -> NotConnectedException.Reason.OVERWRITTEN;
            case BROKER_CLOSED -> NotConnectedException.Reason.BROKER_CLOSED;
            case DISCONNECTED -> NotConnectedException.Reason.DISCONNECTED;
        };
    }

    private static String lost(Failure.Absence absence) {
        return switch (absence) {
            case CLOSED -> "the component was closed before the answer came";
            case OVERWRITTEN -> "a newer connection took over the component's name before the answer came";
            case BROKER_CLOSED -> "the broker was closed before the answer came";
            case DISCONNECTED -> "the connection was lost before the answer came";
        };
    }

    private static RembusException answered(About about, Status status, String text) {
        return switch (status) {
            case METHOD_NOT_FOUND -> notFound(about, status, text, "method unknown");
            case METHOD_LOOPBACK -> notFound(about, status, text, "method loopback");
            case TARGET_NOT_FOUND -> notFound(about, status, text, "no such component");
            case METHOD_UNAVAILABLE -> unavailable(about, status, text, "method unavailable");
            case TARGET_DOWN -> unavailable(about, status, text, "component not connected");
            case METHOD_EXCEPTION -> new RemoteException(answer(about, status, text, "failed"));
            case WRONG_ARGUMENTS -> new WrongArgumentsException(answer(about, status, text, "wrong arguments"));
            case CHALLENGE ->
                new RefusedException(
                        answer(about, status, "", "the broker demands authentication, and this component has no key"),
                        Retry.IS_FUTILE);
            case UNKNOWN_COMMAND ->
                new RefusedException(answer(about, status, text, "unknown command"), Retry.IS_FUTILE);
            default -> refused(about, status, text);
        };
    }

    private static RembusException notFound(About about, Status status, String text, String otherwise) {
        return new NotFoundException(answer(about, status, sentence(text, otherwise), otherwise));
    }

    private static RembusException unavailable(About about, Status status, String text, String otherwise) {
        return new UnavailableException(answer(about, status, sentence(text, otherwise), otherwise));
    }

    private static RembusException refused(About about, Status status, String text) {
        // What the broker says of a connection as a whole does not name it.
        String message = about.topic() == null && !text.isBlank() ? about.words() + ": " + text : text;
        Details details = answer(about, status, message, "refused with status " + status.code());
        if (text.endsWith("request timeout")) {
            return new RequestTimeoutException(details);
        }
        boolean isForNow = FOR_NOW.stream().anyMatch(text::endsWith);
        return new RefusedException(details, isForNow ? Retry.MAY_HELP : Retry.IS_FUTILE);
    }

    private static Details unanswered(About about, String what, @Nullable Throwable cause) {
        return new Details(about.words() + ": " + what, about.topic(), null, cause);
    }

    private static Details answer(About about, Status status, String text, String otherwise) {
        String message = text.isBlank() ? about.words() + ": " + otherwise : text;
        return new Details(message, about.topic(), status, null);
    }

    /** Some peers send a sentence, some only the name that it is about. */
    private static String sentence(String text, String otherwise) {
        return text.isBlank() || text.contains(" ") ? text : text + ": " + otherwise;
    }

    private static String textOf(Payload data) {
        return data.value() instanceof String text ? text : "";
    }

    private static String words(Duration duration) {
        long millis = duration.toMillis();
        return millis % 1000 == 0 ? millis / 1000 + " s" : millis + " ms";
    }
}
