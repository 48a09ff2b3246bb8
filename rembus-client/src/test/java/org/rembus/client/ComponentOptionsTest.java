package org.rembus.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Address;

final class ComponentOptionsTest {
    @Test
    void defaultsAreThoseOfTheProtocol_nothingSet_anywhere() {
        ComponentOptions options = options(Map.of()).build();

        assertThat(options.address()).hasToString("ws://127.0.0.1:8000");
        assertThat(options.requestTimeout()).isEqualTo(Duration.ofSeconds(10));
        assertThat(options.ackTimeout()).isEqualTo(Duration.ofSeconds(2));
        assertThat(options.sendRetries()).isEqualTo(10);
        assertThat(options.reconnectPeriod()).isEqualTo(Duration.ofSeconds(1));
        assertThat(options.pingInterval()).isEqualTo(Duration.ofSeconds(30));
        assertThat(options.closeTimeout()).isEqualTo(Duration.ofSeconds(5));
        assertThat(options.maxInflight()).isEqualTo(1024);
        assertThat(options.outbox().file()).isEmpty();
        assertThat(options.outbox().maxMessages()).isEqualTo(10_000);
        assertThat(options.outbox().maxBytes()).isEqualTo(64L << 20);
    }

    @Test
    void environmentCounts_set_beforeDefaults() {
        ComponentOptions options = options(Map.of(
                        "REMBUS_BASE_URL", "ws://broker:9000/ignored",
                        "REMBUS_TIMEOUT", "2.5",
                        "REMBUS_ACK_TIMEOUT", "0.5",
                        "REMBUS_SEND_RETRIES", "3",
                        "REMBUS_RECONNECT_PERIOD", "4",
                        "REMBUS_WS_PING_INTERVAL", "0"))
                .build();

        assertThat(options.address()).hasToString("ws://broker:9000");
        assertThat(options.requestTimeout()).isEqualTo(Duration.ofMillis(2500));
        assertThat(options.ackTimeout()).isEqualTo(Duration.ofMillis(500));
        assertThat(options.sendRetries()).isEqualTo(3);
        assertThat(options.reconnectPeriod()).isEqualTo(Duration.ofSeconds(4));
        assertThat(options.pingInterval()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"foo", "foo/bar", "http://broker"})
    void environmentIsRefused_baseUrlThatSaysNowhere_byItsName(String url) {
        assertThatThrownBy(() -> options(Map.of("REMBUS_BASE_URL", url)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageStartingWith("REMBUS_BASE_URL: \"" + url + '"');
    }

    @Test
    void optionsCount_set_beforeTheEnvironment() {
        ComponentOptions options = options(Map.of("REMBUS_BASE_URL", "ws://broker:9000", "REMBUS_TIMEOUT", "2"))
                .address("alice")
                .requestTimeout(Duration.ofSeconds(7))
                .build();

        assertThat(options.address()).hasToString("ws://broker:9000/alice");
        assertThat(options.requestTimeout()).isEqualTo(Duration.ofSeconds(7));
    }

    @Test
    void optionsAreKept_builtUpon_butForWhatIsChanged() {
        ComponentOptions options = options(Map.of())
                .address("ws://hub:9000/kitchen")
                .requestTimeout(Duration.ofSeconds(3))
                .maxInflight(7)
                .build();

        ComponentOptions same = options.toBuilder().build();
        assertThat(same).usingRecursiveComparison().isEqualTo(options);
        ComponentOptions other = options.toBuilder().name("hall").build();
        assertThat(other.address()).hasToString("ws://hub:9000/hall");
        assertThat(other.requestTimeout()).isEqualTo(Duration.ofSeconds(3));
        assertThat(options.toBuilder().address("garden").build().address()).hasToString("ws://hub:9000/garden");
        assertThat(options.address()).hasToString("ws://hub:9000/kitchen");
        assertThatThrownBy(() -> options(Map.of()).name("../etc")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void settingIsRefused_impossible_byName() {
        assertThatThrownBy(() -> options(Map.of("REMBUS_TIMEOUT", "soon")))
                .hasMessage("REMBUS_TIMEOUT is no number of seconds: soon");
        assertThatThrownBy(() -> options(Map.of("REMBUS_SEND_RETRIES", "1.5")))
                .hasMessage("REMBUS_SEND_RETRIES is no number: 1.5");
        assertThatThrownBy(() -> options(Map.of("REMBUS_TIMEOUT", "0")).build()).hasMessageContaining("requestTimeout");
        assertThatThrownBy(() -> options(Map.of()).sendRetries(-1).build()).hasMessageContaining("sendRetries");
        assertThatThrownBy(() ->
                        options(Map.of()).closeTimeout(Duration.ofNanos(-1)).build())
                .hasMessageContaining("closeTimeout");
        assertThatThrownBy(() -> options(Map.of())
                        .pingInterval(Duration.ofSeconds(Long.MAX_VALUE))
                        .build())
                .hasMessageContaining("pingInterval");
        assertThatThrownBy(() -> options(Map.of()).maxInflight(0).build()).hasMessageContaining("maxInflight");
        assertThatThrownBy(() -> options(Map.of()).address("ws://:port")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void beginningIsRead_asPeopleWriteIt_orRefused() {
        assertThat(From.parse("now")).isEqualTo(From.now());
        assertThat(From.parse("last")).isEqualTo(From.lastReceived());
        assertThat(From.parse("90s")).isEqualTo(From.last(Duration.ofSeconds(90)));
        assertThat(From.parse("10m")).isEqualTo(From.last(Duration.ofMinutes(10)));
        assertThat(From.parse("2h")).isEqualTo(From.last(Duration.ofHours(2)));
        assertThat(From.parse("7d")).isEqualTo(From.last(Duration.ofDays(7)));
        assertThat(From.parse("PT1.5S")).isEqualTo(From.last(Duration.ofMillis(1500)));
        assertThatThrownBy(() -> From.parse("yesterday")).hasMessageContaining("yesterday");
        assertThatThrownBy(() -> From.parse("0s")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void messageIsDescribed_step_byStep() {
        Publish plain = Publish.to("t");
        Publish slotted = plain.slot(0xFFFF_FFFFL).with(1);

        assertThat(plain.slot()).isEmpty();
        assertThat(slotted.slot()).hasValue(0xFFFF_FFFFL);
        assertThatThrownBy(() -> plain.slot(1L << 32)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Publish.to("a/**")).hasMessageContaining("pattern");
        assertThatThrownBy(() -> Call.to("t").timeout(Duration.ZERO)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void addressesAreRefused_theyNameDifferentComponents_orAPoolWithoutAName() {
        assertThatThrownBy(() ->
                        options(Map.of()).addresses("ws://a/x", "ws://b/y").build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "ws://a:8000/x and ws://b:8000/y name different components; the name in the first one counts");
        assertThatThrownBy(
                        () -> options(Map.of()).addresses("ws://a", "ws://b/y").build())
                .hasMessageContaining("ws://b:8000/y");
        assertThatThrownBy(() -> options(Map.of())
                        .addresses("ws://a/x", "ws://b/x?pool=true")
                        .build())
                .hasMessageContaining("ws://b:8000/x?pool=true");
        assertThatThrownBy(() -> options(Map.of()).address("ws://a?pool=true").build())
                .hasMessage(
                        "ws://a:8000?pool=true: ?pool=true is for several connections under one name, and there is none");
    }

    @Test
    void addressesShareAName_saidOnce_orEachTime_orApart() {
        String[] inFull = {"ws://a:8000/x?pool=true", "ws://b:8000/x?pool=true"};
        ComponentOptions.Builder apart =
                options(Map.of()).addresses("ws://a/y", "ws://b/z").name("x?pool=true");

        assertThat(options(Map.of())
                        .addresses("ws://a/x?pool=true", "ws://b")
                        .build()
                        .addresses())
                .extracting(Address::toString)
                .containsExactly(inFull);
        assertThat(options(Map.of())
                        .addresses("ws://a/x?pool=true", "ws://b/x?pool=true")
                        .build()
                        .addresses())
                .extracting(Address::toString)
                .containsExactly(inFull);
        assertThat(apart.build().addresses()).extracting(Address::toString).containsExactly(inFull);
        assertThat(options(Map.of())
                        .address("ws://a?pool=true")
                        .name("x")
                        .build()
                        .address())
                .hasToString(inFull[0]);
    }

    private static ComponentOptions.Builder options(Map<String, String> environment) {
        return ComponentOptions.builder(environment::get);
    }
}
