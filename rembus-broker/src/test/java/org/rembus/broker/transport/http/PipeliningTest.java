package org.rembus.broker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http.DefaultHttpContent;
import io.netty.handler.codec.http.HttpContent;
import org.junit.jupiter.api.Test;
import org.rembus.broker.transport.http.Pipelining.Turn;

final class PipeliningTest {
    private static final int MAX_AHEAD = 2;

    private final Pipelining pipelining = new Pipelining(MAX_AHEAD);
    private final HttpContent first = part();
    private final HttpContent second = part();
    private final HttpContent third = part();

    private static HttpContent part() {
        return new DefaultHttpContent(Unpooled.buffer(1));
    }

    @Test
    void takesAtOnce_nothingIsUnderWay() {
        assertThat(pipelining.wantsMore()).isTrue();
        assertThat(pipelining.onPart(first)).isEqualTo(Turn.NOW);
        assertThat(pipelining.onPart(second)).isEqualTo(Turn.NOW);
        assertThat(pipelining.next()).isNull();
        assertThat(first.refCnt()).isEqualTo(1);
    }

    @Test
    void letsWaitInOrder_untilTheAnswer() {
        pipelining.onRequest();
        assertThat(pipelining.wantsMore()).isFalse();
        assertThat(pipelining.onPart(first)).isEqualTo(Turn.LATER);
        assertThat(pipelining.onPart(second)).isEqualTo(Turn.LATER);
        assertThat(pipelining.next()).isNull();

        pipelining.onAnswered();
        assertThat(pipelining.next()).isSameAs(first);
        pipelining.onRequest();
        assertThat(pipelining.next()).as("the answer to the first is missing").isNull();
        pipelining.onAnswered();
        assertThat(pipelining.next()).isSameAs(second);
        assertThat(pipelining.next()).isNull();
    }

    @Test
    void letsWait_behindOneThatWaits() {
        pipelining.onRequest();
        pipelining.onPart(first);
        pipelining.onAnswered();
        assertThat(pipelining.onPart(second)).isEqualTo(Turn.LATER);
        assertThat(pipelining.next()).isSameAs(first);
        assertThat(pipelining.next()).isSameAs(second);
    }

    @Test
    void refuses_tooMuchIsSentAhead() {
        pipelining.onRequest();
        pipelining.onPart(first);
        pipelining.onPart(second);
        assertThat(pipelining.onPart(third)).isEqualTo(Turn.TOO_MANY);
        assertThat(third.refCnt()).isZero();
        assertThat(first.refCnt()).isEqualTo(1);
    }

    @Test
    void waits_held() {
        pipelining.hold(true);
        assertThat(pipelining.wantsMore()).isFalse();
        assertThat(pipelining.onPart(first)).isEqualTo(Turn.LATER);
        assertThat(pipelining.next()).isNull();
        pipelining.hold(false);
        assertThat(pipelining.next()).isSameAs(first);
        assertThat(pipelining.wantsMore()).isTrue();
    }

    @Test
    void takesNothing_heldNoLongerWhileAnAnswerIsMissing() {
        pipelining.onRequest();
        pipelining.onPart(first);
        pipelining.hold(true);
        pipelining.hold(false);
        assertThat(pipelining.next()).isNull();
        assertThat(pipelining.wantsMore()).isFalse();
        pipelining.onAnswered();
        assertThat(pipelining.next()).isSameAs(first);
    }

    @Test
    void forgetsABoundedNumber_answerHasNoEnd() {
        pipelining.onRequest();
        pipelining.onPart(first);
        pipelining.onEndless();
        assertThat(first.refCnt()).isZero();
        assertThat(pipelining.wantsMore()).isTrue();
        pipelining.hold(true);
        assertThat(pipelining.wantsMore())
                .as("the peer's end is still to be seen")
                .isTrue();

        assertThat(pipelining.onPart(second)).isEqualTo(Turn.NEVER);
        assertThat(second.refCnt()).isZero();
        assertThat(pipelining.onPart(third)).isEqualTo(Turn.NEVER);
        assertThat(pipelining.onPart(part())).isEqualTo(Turn.TOO_MANY);
        pipelining.onAnswered();
        assertThat(pipelining.isTaking()).isFalse();
    }

    @Test
    void forgetsAll_over() {
        pipelining.onRequest();
        pipelining.onPart(first);
        pipelining.end();
        assertThat(first.refCnt()).isZero();
        for (int i = 0; i <= MAX_AHEAD; i++) {
            assertThat(pipelining.onPart(part())).isEqualTo(Turn.NEVER);
        }
        pipelining.onAnswered();
        assertThat(pipelining.isTaking()).isFalse();
        assertThat(pipelining.wantsMore()).isTrue();
    }
}
