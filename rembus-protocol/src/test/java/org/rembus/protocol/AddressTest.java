package org.rembus.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.protocol.Address.Scheme;

final class AddressTest {
    private static final Address BASE = Address.parse("wss://broker.example:9999", Address.DEFAULT_BASE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            emptyValue = "",
            value = {
                "''                                 | ws://127.0.0.1:8000",
                "myname                             | ws://127.0.0.1:8000/myname",
                "/myname                            | ws://127.0.0.1:8000/myname",
                "plant/line1.acme                   | ws://127.0.0.1:8000/plant/line1.acme",
                "ws://host                          | ws://host:8000",
                "ws://host/                         | ws://host:8000",
                "ws://host:8000/                    | ws://host:8000",
                "ws://host:1234/myname              | ws://host:1234/myname",
                "ws://host/plant/line1.acme         | ws://host:8000/plant/line1.acme",
                "WSS://Host/myname                  | wss://Host:8000/myname",
                "tcp://host/myname                  | tcp://host:8001/myname",
                "tls://host                         | tls://host:8001",
                "zmq://host/myname                  | zmq://host:8002/myname",
                "mqtt://host                        | mqtt://host:1883",
                "mqtts://host                       | mqtts://host:1883",
                "ws:///myname                       | ws://127.0.0.1:8000/myname",
                "tcp:///myname                      | tcp://127.0.0.1:8001/myname",
                "ws://:9000/myname                  | ws://127.0.0.1:9000/myname",
                "localhost:9000                     | ws://localhost:9000",
                "localhost:9000/myname              | ws://localhost:9000/myname",
                ":9000/myname                       | ws://127.0.0.1:9000/myname",
                "myname?pool=true                   | ws://127.0.0.1:8000/myname?pool=true",
                "ws://host/myname?pool=false        | ws://host:8000/myname?pool=false",
                "ws://host?pool=true                | ws://host:8000?pool=true",
                "ws://host/myname?                  | ws://host:8000/myname",
                "ws://host/me@home                  | ws://host:8000/me@home",
                "?pool=true                         | ws://127.0.0.1:8000?pool=true",
                "ws://[::1]:9000/myname             | ws://[::1]:9000/myname",
                "ws://[::1]/myname                  | ws://[::1]:8000/myname",
                "ws://[::1]                         | ws://[::1]:8000",
                "[::1]:9000                         | ws://[::1]:9000",
                "[::1]/myname                       | ws://[::1]:8000/myname",
                "ws://[fe80::1%eth0]:9000           | ws://[fe80::1%eth0]:9000",
                "ws://sub-1.my_host.example:65535/x | ws://sub-1.my_host.example:65535/x",
                "ws://bücher.example/x              | ws://bücher.example:8000/x",
                "ws://host/caffè                    | ws://host:8000/caffè",
                "ws://host/a:1                      | ws://host:8000/a:1",
                "a:b                                | ws://127.0.0.1:8000/a:b",
                "ws://host/__noname__               | ws://host:8000",
                "f81d4fae-7dec-41d0-a765-00a0c91e6bf6 | ws://127.0.0.1:8000",
            })
    void parse_anyForm_isCompletedFromTheDefault(String text, String inFull) {
        assertThat(Address.parse(text, Address.DEFAULT_BASE)).hasToString(inFull);
    }

    @ParameterizedTest
    @CsvSource({
        "myname,               wss://broker.example:9999/myname",
        ":1234/myname,         wss://broker.example:1234/myname",
        "wss:///myname,        wss://broker.example:9999/myname",
        "wss://other/myname,   wss://other:9999/myname",
        "ws:///myname,         ws://broker.example:8000/myname",
        "tcp://other,          tcp://other:8001",
        "other:1234,           wss://other:1234",
    })
    void parse_partsMissing_comeFromTheBase(String text, String inFull) {
        assertThat(Address.parse(text, BASE)).hasToString(inFull);
    }

    @Test
    void parse_nameOfTheBase_isNotTaken() {
        Address named = BASE.withRid(new Rid("somebody"));

        assertThat(Address.parse("", named).rid()).isNull();
        assertThat(Address.parse("other", named).rid()).isEqualTo(new Rid("other"));
    }

    @Test
    void parse_ipv6Literal_keepsTheHostWithoutBrackets() {
        assertThat(Address.parse("ws://[::1]:9000/myname", Address.DEFAULT_BASE))
                .isEqualTo(new Address(Scheme.WS, "::1", 9000, new Rid("myname"), ""));
    }

    @ParameterizedTest
    @ValueSource(strings = {"ws://host", "tcp://host/name", "host:9000", ":9000/name", "[::1]"})
    void parseUrl_thatSaysWhere_isRead(String text) {
        assertThat(Address.parseUrl(text, BASE)).isEqualTo(Address.parse(text, BASE));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "name", "name/of/levels", "/name", "name:", "name?at=host:9000"})
    void parseUrl_nameAlone_isRefused(String text) {
        assertThatThrownBy(() -> Address.parseUrl(text, BASE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage('"' + text + "\" is no URL such as ws://127.0.0.1:8000");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "http://host            | it names an unknown protocol; one of a broker begins with ws://",
                "://host                | it names an unknown protocol; one of a broker begins with ws://",
                "ws://host:             | the port is no number",
                "ws://host:x/a          | the port is no number",
                "ws://host:+80          | the port is no number",
                "ws://host:-1           | the port is no number",
                "ws://host:٨٠           | the port is no number",
                "ws://host:0            | the port is not between 1 and 65535",
                "ws://host:65536        | the port is not between 1 and 65535",
                "host:99999999999999/a  | the port is not between 1 and 65535",
                "ws://::1/a             | an IPv6 address must stand in brackets",
                "ws://::1:8000          | an IPv6 address must stand in brackets",
                "ws://[host]/a          | only an IPv6 address stands in brackets",
                "ws://[::1/a            | an IPv6 address must stand in brackets",
                "ws://my host           | the host has a character that no host name has",
                "ws://[::1]]/a          | the host has a character that no host name has",
                "ws://ho#st             | the host has a character that no host name has",
                "ws://host//a           | name with an empty segment",
                "ws://host/a/           | name with an empty segment",
                "ws://host/../a         | name with a segment ..",
                "..                     | name with a segment ..",
                "ws://                  | neither host nor name follows, as in ws://127.0.0.1:8000",
                "tcp://?pool=true       | neither host nor name follows, as in ws://127.0.0.1:8000",
                "ws://host/a?pool=yes   | after the question mark there can be pool=true only",
                "ws://host/a?pool       | after the question mark there can be pool=true only",
                "a?pol=true             | after the question mark there can be pool=true only",
                "a?pool=true&x=1        | after the question mark there can be pool=true only",
            })
    void parse_noAddress_saysWhy(String text, String reason) {
        assertThatThrownBy(() -> Address.parse(text, Address.DEFAULT_BASE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("\"" + text + "\" is no Rembus address: " + reason);
    }

    @ParameterizedTest
    @CsvSource({
        "ws://u:p@host,         ws://…@host",
        "ws://u:p:q@host:1/a@b, ws://…@host:1/a@b",
        "u@host:9000,           …@host:9000",
    })
    void parse_userAndPassword_areRefusedAndNotShown(String text, String shown) {
        assertThatThrownBy(() -> Address.parse(text, Address.DEFAULT_BASE))
                .hasMessage("\"" + shown + "\" is no Rembus address: it has a user or a password, but a component has a"
                        + " name, as in ws://127.0.0.1:8000/myname");
    }

    @Test
    void parse_hostileText_isShownHarmlessly() {
        assertThatThrownBy(() -> Address.parse("ws://host/a\n2026 ERROR \u001B[31m", Address.DEFAULT_BASE))
                .hasMessage("\"ws://host/a?2026 ERROR ?[31m\" is no Rembus address: name with an illegal character");
        assertThatThrownBy(() -> Address.parse("x".repeat(1_000_000), Address.DEFAULT_BASE))
                .hasMessage("\"" + "x".repeat(200) + "…\" is no Rembus address: name longer than 255 bytes");
        assertThatThrownBy(() -> Address.parse("ws://" + "x".repeat(254), Address.DEFAULT_BASE))
                .hasMessageEndingWith("the host is longer than 253 characters");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "myname", "tls://[::1]:1/a/b.c?pool=true", "zmq://host"})
    void toString_parsedAgain_isTheSameAddress(String text) {
        Address address = Address.parse(text, Address.DEFAULT_BASE);

        assertThat(Address.parse(address.toString(), BASE)).isEqualTo(address);
    }

    @Test
    void constructor_impossibleParts_areRefused() {
        assertThatThrownBy(() -> new Address(Scheme.WS, "", 8000, null, "")).hasMessage("the host is missing");
        assertThatThrownBy(() -> new Address(Scheme.WS, "host", 0, null, ""))
                .hasMessage("the port is not between 1 and 65535");
    }

    @ParameterizedTest
    @CsvSource({
        "worker, worker",
        "ws://host/worker?pool=true, worker?pool=true",
        "worker?pool=true&pool=true, worker?pool=true",
        "worker?pool=false, worker",
        "ws://host?pool=true,",
    })
    void cid_isTheName_withTheMarkOfAPool(String text, @Nullable String cid) {
        assertThat(Address.parse(text, Address.DEFAULT_BASE).cid()).isEqualTo(cid);
    }

    @Test
    void named_anotherName_takesTheMarkOfAPoolWithIt() {
        Address alone = Address.parse("ws://host/alone", Address.DEFAULT_BASE);

        assertThat(alone.named("worker?pool=true")).hasToString("ws://host:8000/worker?pool=true");
        assertThat(alone.named("worker?pool=true").named("other")).hasToString("ws://host:8000/other?pool=true");
        assertThat(alone.named("worker?pool=true").place()).hasToString("ws://host:8000");
        assertThatThrownBy(() -> alone.named("worker?pool=maybe")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void placeOfOneAddress_takesTheComponentOfAnother() {
        Address worker = Address.parse("ws://one/worker?pool=true", Address.DEFAULT_BASE);
        Address there = Address.parse("tcp://two:99", Address.DEFAULT_BASE);
        assertThat(there.forComponentOf(worker)).hasToString("tcp://two:99/worker?pool=true");
    }
}
