package org.rembus.broker.transport.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.junit.FuzzTest;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** Any bytes, in pieces of any size, are the same requests, and no request follows what cannot be read. */
final class StrictDecoderFuzzTest {
    @FuzzTest(maxDuration = "1m")
    void anyBytesAreTheSameRequests_whateverThePieces(byte[] input) {
        if (input.length < 1) {
            return;
        }
        int piece = (input[0] & 0xFF) + 1;
        byte[] stream = Arrays.copyOfRange(input, 1, input.length);
        assertThat(read(stream, piece)).isEqualTo(read(stream, Math.max(1, stream.length)));
    }

    /** What came up to the first fault; a body is put together, for its parts depend on the pieces. */
    private static String read(byte[] stream, int piece) {
        EmbeddedChannel channel = new EmbeddedChannel(new StrictDecoder());
        StringBuilder seen = new StringBuilder();
        for (int at = 0; at < stream.length; at += piece) {
            channel.writeInbound(Unpooled.copiedBuffer(stream, at, Math.min(piece, stream.length - at)));
        }
        boolean readable = true;
        for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
            readable &= part.decoderResult().isSuccess();
            if (readable) {
                note(part, seen);
            }
            ReferenceCountUtil.release(part);
        }
        channel.finishAndReleaseAll();
        return seen + (readable ? "" : "\nunreadable");
    }

    private static void note(HttpObject part, StringBuilder seen) {
        if (part instanceof HttpRequest request) {
            seen.append("\n").append(request.method()).append(' ').append(request.uri());
            request.headers().forEach(header -> seen.append("\n").append(header));
            seen.append("\n");
        }
        if (part instanceof HttpContent content) {
            seen.append(content.content().toString(StandardCharsets.ISO_8859_1));
            if (part instanceof LastHttpContent last) {
                seen.append("\n").append(last.trailingHeaders().entries());
            }
        }
    }
}
