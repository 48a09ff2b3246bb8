package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import java.net.ConnectException;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.client.session.Failure;
import org.rembus.protocol.Payload;
import org.rembus.protocol.Status;

final class ErrorsTest {
    private static final About ADD = About.topic("add");

    static Stream<Arguments> answers() {
        return Stream.of(
                arguments(
                        Status.METHOD_NOT_FOUND,
                        "add: method unknown",
                        NotFoundException.class,
                        "add: method unknown",
                        false),
                arguments(Status.METHOD_NOT_FOUND, "add", NotFoundException.class, "add: method unknown", false),
                arguments(Status.METHOD_LOOPBACK, "add", NotFoundException.class, "add: method loopback", false),
                arguments(Status.TARGET_NOT_FOUND, "ghost", NotFoundException.class, "ghost: no such component", false),
                arguments(
                        Status.METHOD_UNAVAILABLE, "add", UnavailableException.class, "add: method unavailable", true),
                arguments(Status.TARGET_DOWN, "bob", UnavailableException.class, "bob: component not connected", true),
                arguments(Status.METHOD_EXCEPTION, "boom", RemoteException.class, "boom", false),
                arguments(Status.METHOD_EXCEPTION, "", RemoteException.class, "add: failed", false),
                arguments(Status.WRONG_ARGUMENTS, "two, please", WrongArgumentsException.class, "two, please", false),
                arguments(Status.ERROR, "unauthorized", RefusedException.class, "unauthorized", false),
                arguments(Status.ERROR, "add: busy", RefusedException.class, "add: busy", true),
                arguments(Status.ERROR, "add: exposer busy", RefusedException.class, "add: exposer busy", true),
                arguments(
                        Status.ERROR,
                        "add: too many requests under way",
                        RefusedException.class,
                        "add: too many requests under way",
                        true),
                arguments(
                        Status.ERROR,
                        "add: request timeout",
                        RequestTimeoutException.class,
                        "add: request timeout",
                        true),
                arguments(Status.UNKNOWN_COMMAND, "", RefusedException.class, "add: unknown command", false),
                arguments(Status.NAME_TAKEN, "", RefusedException.class, "add: refused with status 60", false));
    }

    @ParameterizedTest(name = "{0} {1}")
    @MethodSource("answers")
    void answerBecomesALeaf_errorStatus_withItsData(
            Status status, String text, Class<?> leaf, String message, boolean mayRetry) {
        RembusException error = Errors.of(ADD, new Failure.Answered(status, Payload.of(text)));

        assertThat(error).isExactlyInstanceOf(leaf).hasMessage(message);
        assertThat(error.status()).contains(status);
        assertThat(error.topic()).contains("add");
        assertThat(error.mayRetry()).isEqualTo(mayRetry);
    }

    @Test
    void answerWithoutText_nullOrSomethingElse_stillSaysSomething() {
        assertThat(Errors.of(ADD, new Failure.Answered(Status.UNKNOWN_COMMAND, Payload.NULL)))
                .hasMessage("add: unknown command");
        assertThat(Errors.of(ADD, new Failure.Answered(Status.METHOD_NOT_FOUND, Payload.of(5L))))
                .hasMessage("add: method unknown");
    }

    @Test
    void failureBecomesALeaf_noAnswer_thatSaysWhetherItMayHaveHappened() {
        ConnectException cause = new ConnectException("refused");
        RembusException absent = Errors.of(ADD, new Failure.NotConnected(Failure.Absence.DISCONNECTED, cause));
        assertThat(absent)
                .isInstanceOf(NotConnectedException.class)
                .hasCause(cause)
                .hasMessageContaining("refused");
        assertThat(absent.outcomeUnknown()).isFalse();

        RembusException lost = Errors.of(ADD, new Failure.Lost(Failure.Absence.DISCONNECTED));
        assertThat(lost).isInstanceOf(ConnectionLostException.class);
        assertThat(lost.outcomeUnknown()).isTrue();

        assertThat(lost.mayRetry()).isTrue();
        RembusException closed = Errors.of(ADD, new Failure.Lost(Failure.Absence.CLOSED));
        assertThat(closed.outcomeUnknown()).isTrue();
        assertThat(closed.mayRetry()).isFalse();

        RembusException late = Errors.of(ADD, new Failure.TimedOut(Duration.ofSeconds(10)));
        assertThat(late).isInstanceOf(RequestTimeoutException.class).hasMessage("add: no answer within 10 s");
        assertThat(late.outcomeUnknown()).isTrue();

        assertThat(Errors.of(ADD, new Failure.Overloaded()).outcomeUnknown()).isFalse();
    }

    @Test
    void failureHasNoTopic_itIsAboutTheConnection_butNamesIt() {
        RembusException refused =
                Errors.of(About.whole("ws://hub"), new Failure.NotConnected(Failure.Absence.DISCONNECTED, null));

        assertThat(refused).hasMessage("ws://hub: not connected");
        assertThat(refused.topic()).isEmpty();
    }

    @Test
    void everyLeafShowsTheCaller_again_withTheSameData() {
        Stream<RembusException> all = Stream.concat(
                Arrays.stream(Status.values())
                        .map(status -> Errors.of(ADD, new Failure.Answered(status, Payload.of("text of it")))),
                Stream.of(
                        Errors.of(ADD, new Failure.TimedOut(Duration.ofSeconds(1))),
                        Errors.of(ADD, new Failure.Lost(Failure.Absence.CLOSED)),
                        Errors.of(ADD, new Failure.NotConnected(Failure.Absence.OVERWRITTEN, null)),
                        Errors.of(ADD, new Failure.Overloaded()),
                        Errors.of(ADD, new Failure.TooLong(100)),
                        new InterruptedCallException(new InterruptedException()),
                        new ConversionException(new RembusException.Details("no", "add", null, null), null)));

        assertThat(all).allSatisfy(error -> {
            RembusException again = error.onCallersStack();
            assertThat(again).isExactlyInstanceOf(error.getClass()).hasMessage(error.getMessage());
            assertThat(again.getCause()).isSameAs(error);
            assertThat(again.status()).isEqualTo(error.status());
            assertThat(again.topic()).isEqualTo(error.topic());
            assertThat(again.mayRetry()).isEqualTo(error.mayRetry());
            assertThat(again.outcomeUnknown()).isEqualTo(error.outcomeUnknown());
        });
    }

    @Test
    void outboxFails_isToldFromOtherFailures_andMayBeTriedAgainWhenItIsFull() {
        assertThat(Errors.of(About.topic("t"), new Failure.OutboxFull(3, 100)))
                .isInstanceOf(OverloadedException.class)
                .hasMessage("t: the outbox is full (at most 3 messages and 100 bytes)")
                .satisfies(full -> assertThat(full.mayRetry()).isTrue());
        assertThat(Errors.of(
                        About.topic("t"), new Failure.NotStored(new ConnectException("outbox x: the disk is full"))))
                .isInstanceOf(OutboxException.class)
                .hasMessage("t: outbox x: the disk is full")
                .satisfies(failed -> assertThat(failed.mayRetry()).isFalse())
                .satisfies(failed -> assertThat(failed.onCallersStack()).isInstanceOf(OutboxException.class));
    }
}
