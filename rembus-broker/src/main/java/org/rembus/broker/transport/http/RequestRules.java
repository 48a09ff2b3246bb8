package org.rembus.broker.transport.http;

import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpHeaderValues;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.HttpVersion;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a request must be, whatever it asks for. */
final class RequestRules {
    private RequestRules() {}

    /** The answer to one that is refused before its body is read; null when there is no objection. */
    static @Nullable Answer refusal(HttpRequest request, Origins origins, Reach reach, int maxBodyBytes) {
        HttpHeaders headers = request.headers();
        boolean old = request.protocolVersion().equals(HttpVersion.HTTP_1_0);
        if (!old && !request.protocolVersion().equals(HttpVersion.HTTP_1_1)) {
            return Answer.text(HttpResponseStatus.HTTP_VERSION_NOT_SUPPORTED, "This broker speaks HTTP/1.1.");
        }
        int hosts = headers.getAll(HttpHeaderNames.HOST).size();
        if (hosts > 1 || (hosts == 0 && !old)) {
            return bad("A request has one Host header.");
        }
        List<String> codings = headers.getAll(HttpHeaderNames.TRANSFER_ENCODING);
        if (!codings.isEmpty() && (old || !isJustChunked(codings))) {
            return bad("The only Transfer-Encoding is chunked, in HTTP/1.1.");
        }
        if (HttpUtil.getContentLength(request, 0L) > maxBodyBytes) {
            return tooLong(maxBodyBytes);
        }
        if (headers.contains(HttpHeaderNames.EXPECT) && !HttpUtil.is100ContinueExpected(request)) {
            return Answer.text(HttpResponseStatus.EXPECTATION_FAILED, "The only expectation is 100-continue.");
        }
        return origins.objectionToRequest(headers, reach)
                .map(objection -> Answer.text(HttpResponseStatus.FORBIDDEN, objection))
                .orElse(null);
    }

    private static boolean isJustChunked(List<String> codings) {
        return codings.size() == 1 && HttpHeaderValues.CHUNKED.contentEqualsIgnoreCase(codings.getFirst());
    }

    static Answer tooLong(int maxBodyBytes) {
        return Answer.text(
                HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE,
                "A body may have " + maxBodyBytes + " bytes (max_ws_frame).");
    }

    private static Answer bad(String sentence) {
        return Answer.text(HttpResponseStatus.BAD_REQUEST, sentence);
    }
}
