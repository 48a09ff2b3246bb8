package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.rembus.client.Component;
import org.rembus.client.ComponentOptions;
import org.rembus.client.NotFoundException;
import org.rembus.client.Publish;
import org.rembus.client.Rembus;
import org.rembus.client.RemoteException;
import org.rembus.client.Request;
import org.rembus.client.Result;
import org.rembus.client.UnavailableException;
import org.rembus.interop.PythonComponent.Behaviour;
import org.rembus.protocol.Encoding;
import org.rembus.protocol.Payload;
import org.rembus.protocol.QoS;

/** What a Java component and Python peers do for each other, at whatever broker they meet. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(value = 90, unit = TimeUnit.SECONDS)
abstract class JavaComponentContract {
    private static final AtomicInteger NAMES = new AtomicInteger();

    @RegisterExtension
    final Fixtures fixtures = Fixtures.ofClass();

    @RegisterExtension
    final Fixtures connections = Fixtures.ofTest();

    @SuppressWarnings("NullAway.Init") // before all tests
    private RunningBroker broker;

    @SuppressWarnings("NullAway.Init") // before all tests
    private PythonPeers peers;

    abstract RunningBroker startBroker(Path directory) throws Exception;

    /** The versions of Python peers that this broker understands. */
    abstract Stream<PythonVersion> versions();

    @BeforeAll
    @Timeout(value = 20, unit = TimeUnit.MINUTES)
    void start(@TempDir Path directory) throws Exception {
        broker = fixtures.add(startBroker(directory));
        peers = fixtures.add(PythonPeers.start(directory, versions().toList()));
    }

    // -- messages --

    @ParameterizedTest
    @MethodSource("versions")
    void pythonReceivesUnchanged_javaPublishes_ofEveryKindAtEachLevel(PythonVersion version) {
        Component java = java();
        PythonComponent python = python(version);
        Arrivals arrivals = new Arrivals(topic("to/python"), python::nextEvent);
        for (QoS qos : QoS.values()) {
            python.subscribe(arrivals.topic(qos));
        }
        python.reactive();

        for (QoS qos : QoS.values()) {
            for (Sample sample : Sample.values()) {
                java.publish(Publish.to(arrivals.topic(qos)).qos(qos).with(sample.arguments()));
            }
            for (Sample sample : Sample.values()) {
                assertThat(arrivals.next())
                        .as("%s at %s", sample, qos)
                        .isEqualTo(PeerEvent.message(arrivals.topic(qos), sample.payload()));
            }
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void javaReceivesUnchanged_pythonPublishes_ofEveryKindAtEachLevel(PythonVersion version) {
        Component java = java();
        PythonComponent python = python(version);
        Inbox inbox = new Inbox();
        Arrivals arrivals = new Arrivals(topic("to/java"), inbox::nextEvent);
        for (QoS qos : QoS.values()) {
            java.subscribe(arrivals.topic(qos), inbox);
        }

        for (QoS qos : version.levels()) {
            for (Sample sample : Sample.values()) {
                python.publish(qos, arrivals.topic(qos), sample.arguments());
            }
            for (Sample sample : Sample.values()) {
                assertThat(arrivals.next())
                        .as("%s at %s", sample, qos)
                        .isEqualTo(PeerEvent.message(arrivals.topic(qos), sample.payload()));
            }
        }
    }

    // -- calls --

    @ParameterizedTest
    @MethodSource("versions")
    void javaGetsResultUnchanged_pythonServes_ofEveryKind(PythonVersion version) {
        Component java = java();
        PythonComponent python = python(version);
        python.expose("echo", Behaviour.ECHO);

        for (Sample sample : Sample.values()) {
            assertThat(Payload.of(java.rpc("echo", sample.arguments()).value()))
                    .as(sample.name())
                    .isEqualTo(sample.payload());
            assertThat(python.nextEvent()).as(sample.name()).isEqualTo(PeerEvent.request("echo", sample.payload()));
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void messagesAndCallsPassBothWays_javaSpeaksJson(PythonVersion version) {
        Component java = javaInJson();
        PythonComponent python = python(version);
        Inbox inbox = new Inbox();
        String toJava = topic("json/to/java");
        String toPython = topic("json/to/python");
        String atJava = topic("json/at/java");
        String atPython = topic("json/at/python");
        java.subscribe(toJava, inbox);
        java.expose(atJava, Request::arguments);
        python.expose(atPython, Behaviour.ECHO);
        python.subscribe(toPython);
        python.reactive();

        Payload arguments = Payload.ofArguments(1L, "zwei", 1.5);
        for (QoS qos : QoS.values()) {
            java.publish(Publish.to(toPython).qos(qos).with(1, "zwei", 1.5));
            assertThat(python.nextEvent()).as("at %s", qos).isEqualTo(PeerEvent.message(toPython, arguments));
        }
        python.publish(QoS.AT_MOST_ONCE, toJava, 1, "zwei", 1.5);
        assertThat(inbox.nextEvent()).isEqualTo(PeerEvent.message(toJava, arguments));
        assertThat(Payload.of(java.rpc(atPython, 1, "zwei", 1.5).value())).isEqualTo(arguments);
        assertThat(python.rpc(atJava, 1, "zwei", 1.5)).isEqualTo(arguments);
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyKindThatJsonHasPassesUnchanged_bothWays_javaSpeaksJson(PythonVersion version) {
        Component java = javaInJson();
        PythonComponent python = python(version);
        Inbox inbox = new Inbox();
        String toJava = topic("json/to/java");
        String toPython = topic("json/to/python");
        String atJava = topic("json/at/java");
        String atPython = topic("json/at/python");
        java.subscribe(toJava, inbox);
        java.expose(atJava, Request::arguments);
        python.expose(atPython, Behaviour.ECHO);
        python.subscribe(toPython);
        python.reactive();

        for (Sample sample : Sample.IN_JSON) {
            java.publish(toPython, sample.arguments());
            assertThat(python.nextEvent()).isEqualTo(PeerEvent.message(toPython, sample.payload()));
            python.publish(toJava, sample.arguments());
            assertThat(inbox.nextEvent()).isEqualTo(PeerEvent.message(toJava, sample.payload()));
            assertThat(Payload.of(java.rpc(atPython, sample.arguments()).value()))
                    .as(sample.name())
                    .isEqualTo(sample.payload());
            assertThat(python.nextEvent()).isEqualTo(PeerEvent.request(atPython, sample.payload()));
            assertThat(python.rpc(atJava, sample.arguments())).as(sample.name()).isEqualTo(sample.payload());
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void exceptionsReachTheCaller_bothWays_javaSpeaksJson(PythonVersion version) {
        Component java = javaInJson();
        PythonComponent python = python(version);
        python.expose("fail", Behaviour.FAIL);
        java.expose("json/bake", () -> {
            throw new IllegalStateException("no flour");
        });

        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> java.rpc("fail", 1, 2))
                .withMessage("cannot do it: 2");
        assertError(() -> python.rpc("json/bake"), 40, "no flour");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void pythonGetsResultUnchanged_javaServes_ofEveryKind(PythonVersion version) {
        Component java = java();
        PythonComponent python = python(version);
        List<Payload> requests = new CopyOnWriteArrayList<>(); // handlers run on threads of their own
        java.expose("echo", request -> {
            requests.add(Payload.of(request.arguments()));
            return request.arguments();
        });

        for (Sample sample : Sample.values()) {
            assertThat(python.rpc("echo", sample.arguments())).as(sample.name()).isEqualTo(sample.payload());
        }
        assertThat(requests)
                .containsExactlyElementsOf(
                        Stream.of(Sample.values()).map(Sample::payload).toList());
    }

    @ParameterizedTest
    @MethodSource("versions")
    void everyCallGetsItsOwnResult_manyAtOnce_bothWays(PythonVersion version) {
        Component java = java();
        PythonComponent python = python(version);
        python.expose("python/first", Behaviour.FIRST);
        java.expose("java/first", Long.class, number -> number);

        List<CompletableFuture<Result>> fromPython = new ArrayList<>();
        List<CompletableFuture<Payload>> fromJava = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            fromPython.add(java.async().rpc("python/first", i));
            fromJava.add(python.rpcLater("java/first", i));
        }

        for (int i = 0; i < 50; i++) {
            assertThat(fromPython.get(i).join().as(int.class)).isEqualTo(i);
            assertThat(fromJava.get(i).join().value()).isEqualTo((long) i);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void eachReachesTheOther_byItsName_withoutAnExpose(PythonVersion version) {
        String javaName = name();
        String pythonName = name();
        Component java = connections.add(java(javaName));
        PythonComponent python = connections.add(python(version, pythonName));
        python.expose("where", Behaviour.FIRST);
        java.expose("where", String.class, text -> text);

        assertThat(java.direct(pythonName, "where", "python").as(String.class)).isEqualTo("python");
        assertThat(python.direct(javaName, "where", "java").value()).isEqualTo("java");
        assertThat(python.direct(javaName, "rid").value()).isEqualTo(javaName);
    }

    // -- what goes wrong --

    @ParameterizedTest
    @MethodSource("versions")
    void exceptionReachesJava_pythonRaises_withItsText(PythonVersion version) {
        Component java = java();
        python(version).expose("fail", Behaviour.FAIL);

        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> java.rpc("fail", 1, 2))
                .withMessage("cannot do it: 2");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void exceptionReachesPython_javaThrows_withItsText(PythonVersion version) {
        Component java = java();
        PythonComponent python = python(version);
        java.expose("bake", () -> {
            throw new IllegalStateException("no flour");
        });

        assertError(() -> python.rpc("bake"), 40, "no flour");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void callFails_pythonTakesAnotherNumberOfArguments(PythonVersion version) {
        Component java = java();
        python(version).expose("add", Behaviour.ADD);

        assertThat(java.rpc("add", 1, 2).as(int.class)).isEqualTo(3);
        assertThatExceptionOfType(RemoteException.class)
                .isThrownBy(() -> java.rpc("add", 1))
                .withMessageContaining("missing 1 required positional argument");
    }

    @ParameterizedTest
    @MethodSource("versions")
    void callFailsWith41_javaTakesOtherArguments_inNumberOrType(PythonVersion version) {
        Component java = java();
        PythonComponent python = python(version);
        java.expose("add", Integer.class, Integer.class, Integer::sum);

        assertThat(python.rpc("add", 1, 2).value()).isEqualTo(3L);
        for (List<Object> wrong : List.of(List.<Object>of(), List.<Object>of(1), List.<Object>of("a", "b"))) {
            PeerException failure = catchThrowableOfType(PeerException.class, () -> python.rpc("add", wrong.toArray()));
            assertThat(failure.status()).as(wrong.toString()).hasValue(41);
        }
    }

    @ParameterizedTest
    @MethodSource("versions")
    void javaTellsUnknownFromAway_nobodyServes(PythonVersion version) {
        Component java = java();
        PythonComponent python = python(version);
        python.expose("gone", Behaviour.NOTHING);
        assertThat(java.rpc("gone").isNull()).isTrue();
        python.close();

        assertThatExceptionOfType(NotFoundException.class)
                .isThrownBy(() -> java.rpc("no/such"))
                .withMessage("no/such: method unknown");
        await().untilAsserted(() -> assertThatExceptionOfType(UnavailableException.class)
                .isThrownBy(() -> java.rpc("gone"))
                .withMessage("gone: method unavailable"));
    }

    @ParameterizedTest
    @MethodSource("versions")
    void subscriptionsAndServicesOfJavaLive_connectionWasCut_onceReconnected(PythonVersion version) throws IOException {
        Link link = connections.add(Link.to(broker.port()));
        Component java = connections.add(Rembus.component(link.url(name())));
        PythonComponent python = python(version);
        Inbox inbox = new Inbox();
        String news = topic("news");
        java.subscribe(news, inbox);
        java.expose("service", Long.class, number -> number);

        link.cut();

        await("the component is back").atMost(Duration.ofSeconds(30)).until(() -> {
            python.publish(news, "hello");
            return !inbox.isEmpty();
        });
        assertThat(inbox.next().arguments()).containsExactly("hello");
        assertThat(python.rpc("service", 5).value()).isEqualTo(5L);
    }

    // -- who takes part --

    /** One that the test closes itself. */
    Component java(String name) {
        return Rembus.component(broker.url(name));
    }

    Component java() {
        return connections.add(java(name()));
    }

    /** Without a name: beside a component of JSON that has one, the broker of Python does not answer commands of others. */
    private Component javaInJson() {
        return connections.add(Rembus.component(ComponentOptions.builder()
                .address(broker.url(""))
                .encoding(Encoding.JSON)
                .build()));
    }

    PythonComponent python(PythonVersion version) {
        return connections.add(python(version, name()));
    }

    /** One that the test closes itself. */
    PythonComponent python(PythonVersion version, String name) {
        return peers.of(version).connect(broker.url(name));
    }

    /** A new one each time: brokers remember what a name has subscribed to and exposed. */
    static String name() {
        return "member" + NAMES.incrementAndGet();
    }

    /**
     * A new one each time: a message of an earlier test may still be on its way, and one to a subscriber of an earlier test, which is
     * away by now, can keep the broker of Python from all else for seconds.
     */
    static String topic(String prefix) {
        return prefix + "/" + NAMES.incrementAndGet();
    }

    static void assertError(Runnable call, int status, String text) {
        PeerException failure = catchThrowableOfType(PeerException.class, call::run);
        assertThat(failure.status()).hasValue(status);
        assertThat(failure.text()).isEqualTo(text);
    }
}
