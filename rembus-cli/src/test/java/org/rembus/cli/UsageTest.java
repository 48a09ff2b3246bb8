package org.rembus.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class UsageTest {
    @Test
    void version_isPrinted_byTheCommandAndItsParts() {
        assertThat(CommandRun.of("--version").out()).matches("rembus \\d+\\.\\d+\\.\\d+\\S*\n");
        assertThat(CommandRun.of("pub", "--version").out()).startsWith("rembus ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"broker", "pub", "sub", "rpc", "serve", "bench"})
    void help_ofEachCommand_hasExamples(String command) {
        CommandRun run = CommandRun.of(command, "--help");
        assertThat(run.status()).isZero();
        assertThat(run.out()).contains("Usage: rembus " + command, "Examples:", "  rembus " + command);
        assertThat(run.err()).isEmpty();
        assertThat(CommandRun.of("--help").out()).contains("  " + command);
    }

    @ParameterizedTest
    @ValueSource(strings = {"publish", "rpc", "replay", "connections"})
    void help_ofEachLoad_hasExamples(String load) {
        CommandRun run = CommandRun.of("bench", load, "--help");
        assertThat(run.status()).isZero();
        assertThat(run.out())
                .contains("Usage: rembus bench " + load, "Examples:", "  rembus bench " + load, "--warmup");
        assertThat(CommandRun.of("bench", "--help").out()).contains("  " + load);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''                            | Unmatched argument",
                "nothing                       | 'nothing'",
                "brokr                         | did you mean broker",
                "pub                           | TOPIC",
                "pub a --qso 1                 | --qso",
                "pub a --qos 3                 | 3 is none of 0, 1 and 2",
                "pub a --slot 4294967296       | slot 4294967296",
                "pub a --slot -1               | --slot -1: a number from 0",
                "pub a --slot x                | --slot",
                "pub a/* 1                     | a/* is a pattern",
                "pub a 1e999                   | 1e999 is too large",
                "pub a \"\\ud800\"                | surrogate",
                "pub a - 1                     | hyphen",
                "pub a --url localhost         | \"localhost\" is no URL",
                "pub a --url ws://localhost:x  | no number",
                "pub a --url http://localhost  | ws://",
                "pub a --url mqtt://localhost  | by ws://, wss://, tcp://, tls:// and zmq:// only",
                "pub a --encoding xml          | xml is none of cbor, json",
                "sub a --encoding json --url tcp://localhost | JSON is for ws:// and wss:// only",
                "pub a --name ../x             | --name",
                "pub a --name=                 | at least one character",
                "pub a -x                      | put -- before it",
                "sub a --count x               | x is no whole number",
                "serve a --parallel 3000000000 -- cat | 3000000000 is too large",
                "rpc                           | TOPIC",
                "rpc a --timeout 0s            | too short",
                "rpc a --timeout soon          | soon is no duration",
                "rpc ** 1                      | is a pattern",
                "sub                           | TOPIC",
                "sub a --from yesterday        | yesterday",
                "sub a --from 10               | with its unit",
                "sub a --count 0               | --count",
                "serve a                       | COMMAND",
                "serve a/* -- cat              | is a pattern",
                "serve a --parallel 0 -- cat   | --parallel",
                "broker --ws 65536             | 65536 is no port",
                "broker --ws -1                | --ws",
                "broker --ws 8001 --ws 8001    | --ws 8001 is given twice",
                "broker --tcp 8001 --tcp 8001  | --tcp 8001 is given twice",
                "broker --host=                | --host is empty",
                "broker --data=                | --data is empty",
                "broker --tcp x                | x is no port",
                "broker --policy random        | random is none of first_up, round_robin, less_busy",
                "broker --store some           | --store",
                "bench                         | LOAD is one of publish, fan-out, subscribe, durable, replay, rpc, connections",
                "bench foo                     | LOAD is one of publish",
                "--foo                         | COMMAND is one of help, broker, ",
                "bench rpc --callers 0         | --callers 0",
                "bench subscribe --subscribers 0 | --subscribers 0",
                "bench rpc --count 0           | --count",
                "bench replay --count 0        | --count 0",
                "bench connections --count 1e9 | --count",
                "bench connections --hold 2h   | an hour",
                "bench connections --broker-pid 0 | /proc/0/status",
                "bench publish --rate -1       | --rate",
                "bench publish --window 0      | --window 0",
                "bench publish --size -1       | --size -1",
                "bench publish --duration 2h   | an hour"
            })
    void wrongUsage_isSaidInASentence_andExitsWith2(String line, String said) {
        CommandRun run = CommandRun.of(line.split(" +"));
        assertThat(run.status()).isEqualTo(2);
        assertThat(run.err()).contains(said, "--help'").doesNotContain("Exception");
        assertThat(run.out()).isEmpty();
    }
}
