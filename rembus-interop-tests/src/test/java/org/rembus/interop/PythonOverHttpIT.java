package org.rembus.interop;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.rembus.interop.PythonComponent.Behaviour;
import org.rembus.protocol.Payload;

/** Requests as curl sends them, answered by Python components. */
class PythonOverHttpIT extends PythonAtJavaBroker {
    private static final Duration LIMIT = Duration.ofSeconds(30);

    @ParameterizedTest
    @EnumSource
    void callIsServed_get(PythonVersion version) {
        String topic = name("echo");
        connect(version, name("service")).expose(topic, Behaviour.ECHO);
        assertThat(curl(topic, "-X", "GET", "-d", "[{\"a\":[1,2.5,null,\"b\"]}]"))
                .isEqualTo("[{\"a\":[1,2.5,null,\"b\"]}]");
    }

    @ParameterizedTest
    @EnumSource
    void dataFrameIsRows_get(PythonVersion version) {
        String topic = name("table");
        connect(version, name("service")).expose(topic, Behaviour.TABLE);
        assertThat(curl(topic)).isEqualTo("[{\"name\":\"a\",\"value\":1.5},{\"name\":\"b\",\"value\":2.0}]");
    }

    @ParameterizedTest
    @EnumSource
    void messageArrives_post(PythonVersion version) {
        String topic = name("topic");
        PythonComponent subscriber = connect(version, name("subscriber"));
        subscriber.subscribe(topic);
        subscriber.reactive();
        curl(topic, "-d", "{\"a\":1}");
        assertThat(subscriber.nextEvent()).isEqualTo(PeerEvent.message(topic, Payload.ofArguments(Map.of("a", 1))));
    }

    @ParameterizedTest
    @EnumSource
    void namedArgumentsAreOneDict_jsonRpc(PythonVersion version) {
        String topic = name("echo");
        connect(version, name("service")).expose(topic, Behaviour.ECHO);
        String call = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + topic + "\",\"params\":{\"a\":1,\"b\":[2]}}";
        assertThat(curl("", "-d", call)).isEqualTo("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[{\"a\":1,\"b\":[2]}]}");
    }

    private String curl(String topic, String... options) {
        List<String> command = new ArrayList<>(List.of("curl", "-sS", "--fail-with-body"));
        command.addAll(Arrays.asList(options));
        command.add("http://127.0.0.1:" + broker.port() + "/" + topic);
        return Tool.run(LIMIT, new ProcessBuilder(command));
    }
}
