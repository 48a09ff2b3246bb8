package org.rembus.broker.transport.ws;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.websocketx.BinaryWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CloseWebSocketFrame;
import io.netty.handler.codec.http.websocketx.CorruptedWebSocketFrameException;
import io.netty.handler.codec.http.websocketx.PingWebSocketFrame;
import io.netty.handler.codec.http.websocketx.PongWebSocketFrame;
import io.netty.handler.codec.http.websocketx.TextWebSocketFrame;
import io.netty.handler.codec.http.websocketx.Utf8FrameValidator;
import io.netty.handler.codec.http.websocketx.WebSocket13FrameDecoder;
import io.netty.handler.codec.http.websocketx.WebSocketDecoderConfig;
import io.netty.handler.codec.http.websocketx.WebSocketFrame;
import io.netty.handler.codec.http.websocketx.WebSocketFrameAggregator;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.rembus.broker.testing.RawPeer;
import org.rembus.protocol.framing.AssemblyLimits;
import org.rembus.protocol.framing.ByteBudget;
import org.rembus.protocol.framing.CloseCode;
import org.rembus.protocol.framing.Role;
import org.rembus.protocol.framing.WebSocketEvents;
import org.rembus.protocol.framing.WebSocketReader;

/** Our reader beside Netty's: the same bytes, cut anywhere, give the same messages, closes and errors. */
final class NettyOracleTest {
    private static final int MAX_MESSAGE = 3000;
    private static final int STREAMS = 400;

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void readsAsNettyDoes_randomStreams(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < STREAMS; i++) {
            byte[] stream = randomStream(random);
            List<String> expected = netty(stream, stream.length);
            String description =
                    "seed %d, stream %d: %s".formatted(seed, i, HexFormat.of().formatHex(stream));
            assertThat(ours(stream, stream.length)).as(description).isEqualTo(expected);
            int piece = 1 + random.nextInt(stream.length);
            assertThat(ours(stream, piece))
                    .as("pieces of %d, %s", piece, description)
                    .isEqualTo(expected);
            assertThat(netty(stream, piece))
                    .as("Netty, pieces of %d, %s", piece, description)
                    .isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13})
    void readsAsNettyDoes_cutAtEveryPlace(long seed) {
        byte[] stream = randomStream(new Random(seed));
        List<String> expected = netty(stream, stream.length);
        for (int cut = 1; cut < stream.length; cut++) {
            assertThat(oursCut(stream, cut)).as("seed %d, cut at %d", seed, cut).isEqualTo(expected);
        }
    }

    /** Mostly legal frames, now and then one that breaks a rule. */
    private static byte[] randomStream(Random random) {
        ByteArrayOutputStream stream = new ByteArrayOutputStream();
        boolean inside = false;
        int frames = 1 + random.nextInt(8);
        for (int i = 0; i < frames; i++) {
            if (random.nextInt(12) == 0) {
                stream.writeBytes(illegal(random));
            } else if (random.nextInt(4) == 0) {
                stream.writeBytes(control(random));
            } else {
                boolean last = random.nextBoolean();
                int opcode = inside ? RawPeer.CONTINUATION : random.nextInt(3) == 0 ? RawPeer.TEXT : RawPeer.BINARY;
                stream.writeBytes(RawPeer.frame((last ? RawPeer.FIN : 0) | opcode, payload(random)));
                inside = !last;
            }
        }
        return stream.toByteArray();
    }

    private static byte[] payload(Random random) {
        return switch (random.nextInt(6)) {
            case 0 -> new byte[0];
            case 1 -> "grüße, 世界 🌍".repeat(1 + random.nextInt(20)).getBytes(java.nio.charset.StandardCharsets.UTF_8);
            case 2 -> random(random, random.nextInt(10));
            case 3 -> random(random, 120 + random.nextInt(10));
            case 4 -> random(random, random.nextInt(MAX_MESSAGE + 100));
            default -> "plain".getBytes(java.nio.charset.StandardCharsets.US_ASCII);
        };
    }

    private static byte[] control(Random random) {
        return switch (random.nextInt(4)) {
            case 0 -> RawPeer.frame(RawPeer.FIN | RawPeer.PING, random(random, random.nextInt(126)));
            case 1 -> RawPeer.frame(RawPeer.FIN | RawPeer.PONG, random(random, random.nextInt(126)));
            case 2 -> RawPeer.frame(RawPeer.FIN | RawPeer.CLOSE, (byte) 3, (byte) (0xE8 + random.nextInt(16)));
            default -> RawPeer.frame(RawPeer.FIN | RawPeer.CLOSE, closePayload(random));
        };
    }

    /** Netty lets pass codes from 5000 on and reasons that end within a character, the standard does not: left out. */
    private static byte[] closePayload(Random random) {
        byte[] payload = random(random, random.nextInt(5));
        for (int i = 0; i < payload.length; i++) {
            payload[i] &= (byte) 0xBF;
        }
        if (payload.length > 0) {
            payload[0] = (byte) random.nextInt(0x13);
        }
        return payload;
    }

    private static byte[] illegal(Random random) {
        byte[] frame = RawPeer.frame(RawPeer.FIN | RawPeer.BINARY, random(random, 10 + random.nextInt(200)));
        switch (random.nextInt(4)) {
            case 0 -> frame[0] = (byte) random.nextInt();
            case 1 -> frame[1] = (byte) random.nextInt();
            case 2 -> frame[1] &= 0x7F;
            default -> frame = RawPeer.frame(random.nextInt(256), random(random, random.nextInt(140)));
        }
        if ((frame[0] & 0x0F) == RawPeer.CLOSE) {
            frame[0] |= 0x40;
        }
        return frame;
    }

    private static byte[] random(Random random, int length) {
        byte[] bytes = new byte[length];
        random.nextBytes(bytes);
        return bytes;
    }

    private static List<String> netty(byte[] stream, int piece) {
        Netty collected = new Netty();
        EmbeddedChannel channel = new EmbeddedChannel(
                new WebSocket13FrameDecoder(WebSocketDecoderConfig.newBuilder()
                        .maxFramePayloadLength(MAX_MESSAGE)
                        .closeOnProtocolViolation(false)
                        .build()),
                new Utf8FrameValidator(false),
                new WebSocketFrameAggregator(MAX_MESSAGE),
                collected);
        for (int at = 0; at < stream.length && !collected.over; at += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(stream, at, Math.min(piece, stream.length - at)));
        }
        collected.over = true;
        channel.finishAndReleaseAll();
        return collected.lines;
    }

    /** Writes down what Netty finds, up to the first close frame or error. */
    private static final class Netty extends ChannelInboundHandlerAdapter {
        private final List<String> lines = new ArrayList<>();
        private boolean over;

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            WebSocketFrame frame = (WebSocketFrame) message;
            if (!over) {
                lines.add(line(frame));
                over = frame instanceof CloseWebSocketFrame;
            }
            frame.release();
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            if (!over) {
                lines.add("violation " + code(cause));
                over = true;
            }
        }
    }

    private static String line(WebSocketFrame frame) {
        String hex = ByteBufUtil.hexDump(frame.content());
        return switch (frame) {
            case BinaryWebSocketFrame f -> "binary " + hex;
            case TextWebSocketFrame f -> "text " + hex;
            case PingWebSocketFrame f -> "ping " + hex;
            case PongWebSocketFrame f -> "pong " + hex;
            case CloseWebSocketFrame f -> "close " + (f.statusCode() < 0 ? CloseCode.NONE : f.statusCode());
            default -> throw new AssertionError(frame);
        };
    }

    private static int code(Throwable thrown) {
        Throwable cause = thrown.getCause() == null ? thrown : thrown.getCause();
        return switch (cause) {
            case CorruptedWebSocketFrameException corrupted ->
                corrupted.closeStatus().code();
            case TooLongFrameException tooLong -> CloseCode.TOO_BIG;
            default -> throw new AssertionError(cause);
        };
    }

    private static List<String> ours(byte[] stream, int piece) {
        Lines lines = new Lines();
        WebSocketReader reader = reader(lines);
        byte[] copy = stream.clone();
        for (int at = 0; at < copy.length; at += piece) {
            reader.read(copy, at, Math.min(piece, copy.length - at));
        }
        return lines.lines;
    }

    private static List<String> oursCut(byte[] stream, int cut) {
        Lines lines = new Lines();
        WebSocketReader reader = reader(lines);
        byte[] copy = stream.clone();
        reader.read(copy, 0, cut);
        reader.read(copy, cut, copy.length - cut);
        return lines.lines;
    }

    private static WebSocketReader reader(Lines lines) {
        return new WebSocketReader(Role.SERVER, new AssemblyLimits(MAX_MESSAGE, ByteBudget.UNLIMITED), lines);
    }

    private static final class Lines implements WebSocketEvents {
        private final List<String> lines = new ArrayList<>();

        @Override
        public void onBinary(byte[] array, int offset, int length) {
            add("binary ", array, offset, length);
        }

        @Override
        public void onText(byte[] array, int offset, int length) {
            add("text ", array, offset, length);
        }

        @Override
        public void onPing(byte[] array, int offset, int length) {
            add("ping ", array, offset, length);
        }

        @Override
        public void onPong(byte[] array, int offset, int length) {
            add("pong ", array, offset, length);
        }

        @Override
        public void onClose(int code, String reason) {
            lines.add("close " + code);
        }

        @Override
        public void onViolation(int code, String reason) {
            lines.add("violation " + code);
        }

        private void add(String what, byte[] array, int offset, int length) {
            lines.add(what + HexFormat.of().formatHex(array, offset, offset + length));
        }
    }
}
