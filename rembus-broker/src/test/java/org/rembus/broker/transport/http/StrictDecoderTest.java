package org.rembus.broker.transport.http;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.util.ReferenceCountUtil;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What becomes of a request whose connection ends in the middle of it. */
final class StrictDecoderTest {
    /** All parts that are made of this until the connection has ended. */
    private static List<HttpObject> parts(String received) {
        EmbeddedChannel channel = new EmbeddedChannel(new StrictDecoder());
        channel.writeInbound(Unpooled.copiedBuffer(received, US_ASCII));
        channel.finish();
        List<HttpObject> parts = new ArrayList<>();
        for (HttpObject part = channel.readInbound(); part != null; part = channel.readInbound()) {
            ReferenceCountUtil.release(part);
            parts.add(part);
        }
        return parts;
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "GET",
                "GET /rid HTTP/1.1",
                "GET /rid HTTP/1.1\r\n",
                "GET /rid HTTP/1.1\r\nHost: localhost\r\nUpg"
            })
    void halfARequest_whoseConnectionEnds_isNoBadOne(String half) {
        assertThat(parts(half)).isEmpty();
    }

    @Test
    void halfABody_whoseConnectionEnds_isNotCompleted() {
        List<HttpObject> parts = parts("POST /a HTTP/1.1\r\nHost: localhost\r\nContent-Length: 9\r\n\r\n");

        assertThat(parts).singleElement().isInstanceOf(HttpRequest.class);
        assertThat(parts.getFirst().decoderResult().isSuccess()).isTrue();
    }
}
