package org.rembus.broker.transport.http;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpResponseStatus;
import io.netty.handler.codec.http.HttpUtil;
import io.netty.handler.codec.http.LastHttpContent;
import io.netty.util.ReferenceCountUtil;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.rembus.broker.transport.Leaving;
import org.rembus.broker.transport.PeerFault;
import org.rembus.broker.transport.Traffic;
import org.rembus.broker.transport.arrival.Arrival;

/** What comes in on one HTTP connection: requests, which are handled one after the other, as {@link Pipelining} says. */
final class HttpInput extends ChannelInboundHandlerAdapter implements Answering, Leaving {
    /** Parts of requests that one connection may have sent ahead. */
    private static final int MAX_AHEAD = 2 * 1024;

    private static final byte[] CONTINUE = "HTTP/1.1 100 Continue\r\n\r\n".getBytes(StandardCharsets.ISO_8859_1);

    private final HttpRoom room;
    private final Arrival arrival;
    private final Channel channel;
    private final HttpConnection connection;
    private final RequestDesk desk;
    private final Pipelining pipelining = new Pipelining(MAX_AHEAD);
    private final Stay stay;
    private final Deadlines deadlines;
    private @Nullable HttpRequest head;
    private @Nullable RequestBody body;

    HttpInput(HttpRoom room, Arrival arrival) {
        this.room = room;
        this.arrival = arrival;
        this.channel = arrival.channel();
        this.connection = new HttpConnection(channel, room.loop(), room.options(), this);
        this.desk = new RequestDesk(room, connection, this::hold);
        this.stay = new Stay(arrival, room.loop().traffic());
        this.deadlines = new Deadlines(room.loop().eventLoop(), room.options().messageTimeout());
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        arrival.turnsOutToBe(HttpConnection.SCHEME);
        arrival.begin();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (!(message instanceof HttpObject part)) {
            ReferenceCountUtil.release(message);
            return;
        }
        switch (pipelining.onPart(part)) {
            case NOW -> take(part);
            case TOO_MANY -> {
                tell(Traffic.Count.HANDSHAKES_REFUSED, "closed: it sent too many requests at once");
                giveUp();
                connection.abort();
            }
            case LATER, NEVER -> {}
        }
    }

    private void take(HttpObject part) {
        try {
            if (!part.decoderResult().isSuccess()) {
                refuseUnreadable(part.decoderResult().cause());
                return;
            }
            if (part instanceof HttpRequest request) {
                begin(request);
            }
            if (part instanceof HttpContent content) {
                append(content);
            }
        } finally {
            ReferenceCountUtil.release(part);
        }
    }

    private void begin(HttpRequest request) {
        deadlines.cancel();
        if (!stay.begin()) {
            refuse(
                    Traffic.Count.CONNECTIONS_REFUSED,
                    Answer.text(
                            HttpResponseStatus.SERVICE_UNAVAILABLE,
                            "This broker has as many connections as it may have."));
            return;
        }
        Answer refusal = RequestRules.refusal(
                request, room.origins(), Reach.of(channel), room.options().maxMessageBytes());
        if (refusal != null) {
            refuse(refusal);
            return;
        }
        RequestBody growing = new RequestBody(
                room.options().maxMessageBytes(), room.loop().budget().inputs());
        head = request;
        body = growing;
        if (HttpUtil.is100ContinueExpected(request)) {
            connection.say(CONTINUE);
        }
        deadlines.awaitBody(growing, pipelining::isHeld, this::onStalled);
    }

    private void onStalled() {
        refuse(
                Traffic.Count.CLOSED_STALLED,
                Answer.text(HttpResponseStatus.REQUEST_TIMEOUT, "The body of this request does not go on."));
    }

    private void append(HttpContent content) {
        HttpRequest request = head;
        RequestBody growing = body;
        if (request == null || growing == null) {
            return;
        }
        switch (growing.add(content.content())) {
            case TOO_LONG -> refuse(RequestRules.tooLong(room.options().maxMessageBytes()));
            case NO_MEMORY ->
                refuse(
                        Traffic.Count.CLOSED_NO_MEMORY,
                        Answer.text(HttpResponseStatus.SERVICE_UNAVAILABLE, "There is no memory for this now."));
            case TAKEN -> {
                if (content instanceof LastHttpContent) {
                    complete(request, growing);
                }
            }
        }
    }

    private void complete(HttpRequest request, RequestBody whole) {
        deadlines.cancel();
        pipelining.onRequest();
        readOrNot();
        byte[] bytes = whole.take();
        head = null;
        body = null;
        desk.onRequest(new Exchange(request, bytes, connection));
    }

    /** A task of its own: who sends many requests at once does not pile up calls. */
    @Override
    public void onAnswered() {
        room.loop().execute(() -> {
            pipelining.onAnswered();
            takeNext();
        });
    }

    @Override
    public void onEndless() {
        pipelining.onEndless();
        readOrNot();
    }

    @Override
    public void onLast() {
        pipelining.end();
        readOrNot();
    }

    private void takeNext() {
        for (HttpObject part = pipelining.next(); part != null; part = pipelining.next()) {
            take(part);
        }
        readOrNot();
        if (pipelining.isTaking() && head == null) {
            deadlines.awaitRequest(connection::abort);
        }
    }

    /** The journal has too much to do: nothing is read for a moment. */
    private void hold(boolean hold) {
        pipelining.hold(hold);
        if (!hold) {
            room.loop().execute(this::takeNext);
        }
        readOrNot();
    }

    private void readOrNot() {
        channel.config().setAutoRead(pipelining.wantsMore());
    }

    private void refuseUnreadable(Throwable why) {
        HttpResponseStatus status = why instanceof TooLongFrameException
                ? HttpResponseStatus.REQUEST_HEADER_FIELDS_TOO_LARGE
                : HttpResponseStatus.BAD_REQUEST;
        refuse(Answer.text(
                status,
                status == HttpResponseStatus.BAD_REQUEST
                        ? "This is no HTTP request."
                        : "The first line or the headers of this request are too long."));
    }

    /** For its length, its form, or because of who asks. */
    private void refuse(Answer answer) {
        boolean isLong = answer.status().equals(HttpResponseStatus.REQUEST_ENTITY_TOO_LARGE);
        refuse(isLong ? Traffic.Count.CLOSED_TOO_BIG : Traffic.Count.HANDSHAKES_REFUSED, answer);
    }

    /** Answers and closes; whatever else comes is not understood any more. */
    private void refuse(Traffic.Count why, Answer answer) {
        giveUp();
        String sentence = new String(answer.body(), StandardCharsets.UTF_8).strip();
        tell(why, "refused with " + answer.status().code() + ": " + sentence);
        connection.refuse(answer);
    }

    private void tell(Traffic.Count count, String what) {
        room.loop().traffic().increment(count);
        room.loop().log().info(count, connection.peer(), what);
    }

    private void giveUp() {
        deadlines.cancel();
        RequestBody growing = body;
        if (growing != null) {
            growing.drop();
        }
        body = null;
        head = null;
        pipelining.end();
    }

    /** With what came before this handler did. */
    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        long bytes = ctx.pipeline().get(StrictDecoder.class).takeReceivedBytes();
        room.loop().traffic().add(Traffic.Count.BYTES_RECEIVED, bytes);
    }

    @Override
    public void leave() {
        if (pipelining.isAnswering()) {
            connection.endWithNextAnswer();
        } else {
            connection.leave();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        connection.output().onSocketWritable();
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        giveUp();
        desk.onGone();
        connection.onInactive();
        stay.end();
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        Optional<PeerFault> fault = PeerFault.in(cause);
        if (!stay.hasBegun()) {
            arrival.fail("its request could not be handled", cause);
            return;
        }
        if (fault.isPresent()) {
            tell(fault.get().count(), "closed: " + fault.get().getMessage());
        } else if (!(PeerFault.reason(cause) instanceof IOException)) {
            room.loop().onFault(connection.peer(), "its request could not be handled", cause);
        }
        ctx.close();
    }
}
