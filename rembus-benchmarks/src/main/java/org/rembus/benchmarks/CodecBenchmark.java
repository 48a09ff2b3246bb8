package org.rembus.benchmarks;

import java.util.HexFormat;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.rembus.protocol.Message;
import org.rembus.protocol.MessageId;
import org.rembus.protocol.Payload;
import org.rembus.protocol.ProtocolException;
import org.rembus.protocol.cbor.MessageDecoder;
import org.rembus.protocol.cbor.MessageEncoder;

/** What reading and writing one message costs: a publish of 128 bytes, and a call with mixed arguments. */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 2)
@Measurement(iterations = 5, time = 2)
@Fork(1)
public class CodecBenchmark {
    private final MessageDecoder decoder = new MessageDecoder();
    private final Message publish =
            Message.Publish.of("sensor/kitchen/temperature", Payload.ofArguments(new byte[124]));
    private final byte[] publishFrame = MessageEncoder.encode(publish);
    private final byte[] callFrame = MessageEncoder.encode(new Message.Rpc(
            MessageId.of(HexFormat.of().parseHex("1e7afc33fc010ecb")),
            "svc",
            null,
            Payload.ofArguments(1, 2.5, "text", null)));

    @Benchmark
    public Message decodePublish() throws ProtocolException {
        return decoder.decode(publishFrame, 0, publishFrame.length);
    }

    @Benchmark
    public Message decodeCall() throws ProtocolException {
        return decoder.decode(callFrame, 0, callFrame.length);
    }

    @Benchmark
    public byte[] encodePublish() {
        return MessageEncoder.encode(publish);
    }
}
