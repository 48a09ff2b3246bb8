package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.interop.PythonComponent.Behaviour;
import org.rembus.protocol.QoS;

/** Python peers of two versions, which cannot talk with each other's brokers, through ours. */
class PythonGenerationsIT extends PythonAtJavaBroker {
    /** Who publishes or calls, and who receives or serves. */
    record Pair(PythonVersion from, PythonVersion to) {
        @Override
        public String toString() {
            return from.number() + " to " + to.number();
        }
    }

    /** One component of each version. */
    record Ends(PythonComponent near, PythonComponent far) {}

    static Stream<Pair> pairs() {
        return Stream.of(PythonVersion.values())
                .flatMap(from -> Stream.of(PythonVersion.values()).map(to -> new Pair(from, to)));
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void messagesArriveUnchanged_ofEveryKindAtEachLevel_inOrder(Pair pair) {
        Ends ends = connect(pair);
        Arrivals arrivals = new Arrivals("samples", ends.far()::nextEvent);
        for (QoS qos : QoS.values()) {
            ends.far().subscribe(arrivals.topic(qos));
        }
        ends.far().reactive();

        for (QoS qos : pair.from().levels()) {
            for (Sample sample : Sample.values()) {
                ends.near().publish(qos, arrivals.topic(qos), sample.arguments());
            }
            for (Sample sample : Sample.values()) {
                assertThat(arrivals.next())
                        .as("%s at %s", sample, qos)
                        .isEqualTo(PeerEvent.message(arrivals.topic(qos), sample.payload()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void resultsComeBackUnchanged_ofEveryKind_fromAnEcho(Pair pair) {
        Ends ends = connect(pair);
        ends.far().expose("echo", Behaviour.ECHO);

        for (Sample sample : Sample.values()) {
            assertThat(ends.near().rpc("echo", sample.arguments()))
                    .as(sample.name())
                    .isEqualTo(sample.payload());
            assertThat(ends.far().nextEvent()).as(sample.name()).isEqualTo(PeerEvent.request("echo", sample.payload()));
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void exceptionReachesCaller_serviceRaises_withItsText(Pair pair) {
        Ends ends = connect(pair);
        ends.far().expose("fail", Behaviour.FAIL);

        PeerException failure =
                catchThrowableOfType(PeerException.class, () -> ends.near().rpc("fail", 1, 2));

        assertThat(failure.status()).hasValue(40);
        assertThat(failure.text()).isEqualTo("cannot do it: 2");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void callFails_oneArgumentTooFew_withStatus40(Pair pair) {
        Ends ends = connect(pair);
        ends.far().expose("add", Behaviour.ADD);

        assertThat(ends.near().rpc("add", 1, 2).value()).isEqualTo(3L);
        PeerException failure =
                catchThrowableOfType(PeerException.class, () -> ends.near().rpc("add", 1));

        assertThat(failure.status()).hasValue(40);
        assertThat(failure.text()).contains("missing 1 required positional argument");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void callFails_exposerIsGone_withStatus43(Pair pair) {
        Ends ends = connect(pair);
        ends.far().expose("gone", Behaviour.NOTHING);
        assertThat(ends.near().rpc("gone").isNothing()).isTrue();
        ends.far().close();

        PeerException failure =
                catchThrowableOfType(PeerException.class, () -> ends.near().rpc("gone"));

        assertThat(failure.status()).hasValue(43);
        assertThat(failure.text()).isEqualTo("gone: method unavailable");
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void onlyTargetIsCalled_twoExpose_byDirect(Pair pair) {
        String target = name("targets/");
        PythonComponent aimed = connect(pair.to(), target);
        Ends ends = connect(pair);
        ends.far().expose("where", Behaviour.FIRST);
        aimed.expose("where", Behaviour.FIRST);

        assertThat(ends.near().direct(target, "where", "here").value()).isEqualTo("here");

        assertThat(aimed.nextEvent().topic()).isEqualTo("where");
        assertThat(ends.far().hasEvent()).isFalse();
    }

    private Ends connect(Pair pair) {
        return new Ends(connect(pair.from(), name("near")), connect(pair.to(), name("far")));
    }
}
